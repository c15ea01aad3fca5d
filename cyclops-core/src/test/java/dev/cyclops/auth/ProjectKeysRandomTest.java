/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random keys, and as many claims, against a list that is searched from its beginning. */
class ProjectKeysRandomTest {
  private static final String[] PARTS = {
    "a", "0f", "G", "\u00E4", "\u043A", "\uD83D\uDD11", "\uD83D"
  };

  private final List<ProjectKey> rows = new ArrayList<>();

  private void draw(Random random, int count, int kinds) {
    for (int i = 0; i < count; i++) {
      rows.add(new ProjectKey(project(random), text(random, kinds), secret(random)));
    }
  }

  private static long project(Random random) {
    return 1 + (random.nextInt(20) == 0 ? random.nextLong() >>> 2 : random.nextInt(5));
  }

  private static @Nullable String secret(Random random) {
    return random.nextInt(3) == 0 ? null : text(random, 3);
  }

  /** Few of them, so that many are the same. */
  private static String text(Random random, int kinds) {
    Random of = new Random(random.nextInt(kinds));
    StringBuilder text = new StringBuilder();
    for (int parts = 1 + of.nextInt(of.nextInt(10) == 0 ? 100 : 10); parts > 0; parts--) {
      text.append(PARTS[of.nextInt(of.nextBoolean() ? 2 : PARTS.length)]);
    }
    return text.toString();
  }

  private @Nullable ProjectKey expected(long project, String key, @Nullable String secret) {
    for (ProjectKey row : rows) {
      boolean projectFits = project == 0 || project == row.project();
      boolean secretFits =
          secret == null || row.secretKey() == null || row.secretKey().equals(secret);
      if (projectFits && secretFits && row.publicKey().equals(key)) {
        return new ProjectKey(row.project(), key, secret);
      }
    }
    return null;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void authorize_answersAsAListWould(long seed) {
    Random random = new Random(seed);
    int count = random.nextInt(1000);
    draw(random, count, 1 + count / 3);
    ProjectKeys keys = ProjectKeys.of(rows);

    for (int i = 0; i < 2000; i++) {
      long project = random.nextInt(3) == 0 ? 0 : project(random);
      String key = text(random, 1 + count / 2);
      String secret = secret(random);
      assertThat(keys.authorize(project, key, secret)).isEqualTo(expected(project, key, secret));
    }
    for (ProjectKey row : rows) {
      assertThat(keys.authorize(row.project(), row.publicKey(), row.secretKey())).isEqualTo(row);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void forEach_handsOverEachKeyOnce(long seed) {
    Random random = new Random(seed);
    draw(random, 2000, 500);
    ProjectKeys keys = ProjectKeys.of(rows);

    List<ProjectKey> handedOver = new ArrayList<>();
    keys.forEach(handedOver::add);
    Set<ProjectKey> distinct = new LinkedHashSet<>(rows);
    assertThat(handedOver).containsExactlyInAnyOrderElementsOf(distinct);
    assertThat(keys.keyCount()).isEqualTo(distinct.size()).isLessThan(2000);
    assertThat(keys.projectCount())
        .isEqualTo((int) rows.stream().mapToLong(ProjectKey::project).distinct().count());
    assertThat(ProjectKeys.of(handedOver).sameKeysAs(keys)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12})
  void sameKeysAs_seesWhatEachRowChanges(long seed) {
    Random random = new Random(seed);
    for (int i = 1; i <= 500; i++) {
      rows.add(new ProjectKey(i, "%032x".formatted(random.nextLong()), secret(random)));
    }
    ProjectKeys keys = ProjectKeys.of(rows);

    List<ProjectKey> shuffled = new ArrayList<>(rows);
    shuffled.addAll(rows.subList(0, 100));
    Collections.shuffle(shuffled, random);
    assertThat(ProjectKeys.of(shuffled).sameKeysAs(keys)).isTrue();
    for (int i = 0; i < rows.size(); i += 25) {
      ProjectKey row = rows.get(i);
      List<ProjectKey> others = new ArrayList<>(rows);
      others.remove(i);
      assertThat(ProjectKeys.of(others).sameKeysAs(keys)).isFalse();
      others.add(new ProjectKey(row.project(), row.publicKey(), "changed"));
      assertThat(ProjectKeys.of(others).sameKeysAs(keys)).isFalse();
      assertThat(keys.sameKeysAs(ProjectKeys.of(others))).isFalse();
    }
  }
}
