/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectKeysTest {
  private static final ProjectKey ONE = new ProjectKey(1, "one", "secret1");
  private static final ProjectKey ONE_MORE = new ProjectKey(1, "more", null);
  private static final ProjectKey TWO = new ProjectKey(2, "two", "secret2");
  private static final ProjectKey SHARED_3 = new ProjectKey(3, "shared", "secret3");
  private static final ProjectKey SHARED_4 = new ProjectKey(4, "shared", "secret4");

  private final ProjectKeys keys = ProjectKeys.of(List.of(ONE, ONE_MORE, TWO, SHARED_3, SHARED_4));

  @Test
  void authorize_findsEachKeyOfEachProject() {
    assertThat(keys.authorize(1, "one", null)).isEqualTo(new ProjectKey(1, "one", null));
    assertThat(keys.authorize(1, "more", null)).isEqualTo(ONE_MORE);
    assertThat(keys.authorize(2, "two", null)).isEqualTo(new ProjectKey(2, "two", null));
    assertThat(keys.keyCount()).isEqualTo(5);
    assertThat(keys.projectCount()).isEqualTo(4);
  }

  @Test
  void authorize_refusesAnythingElseAlike() {
    assertThat(keys.authorize(1, "two", null)).isNull();
    assertThat(keys.authorize(9, "one", null)).isNull();
    assertThat(keys.authorize(1, "unknown", null)).isNull();
    assertThat(keys.authorize(1, "", null)).isNull();
    assertThat(keys.authorize(1, "ONE", null)).isNull();
    assertThat(keys.authorize(-1, "one", null)).isNull();
  }

  @Test
  void authorize_doesTheSameWorkForEveryClaim() {
    List<String> compared = new ArrayList<>();
    String mine = "a".repeat(32);
    ProjectKeys counting =
        ProjectKeys.builder(
                new KeyHash(1, 2),
                (claimed, bytes, from, length) -> {
                  compared.add(claimed.length + " with " + length);
                  return KeyText.isEqual(claimed, bytes, from, length);
                },
                1000)
            .add(new ProjectKey(1, mine, "5".repeat(32)))
            .add(new ProjectKey(2, "b".repeat(32), null))
            .build();
    // Many unknown ones, of which some share a place with a key and some do not.
    for (String letter : "0123456789abcdef".split("")) {
      String key = letter.repeat(32);
      for (long project : new long[] {0, 1, 2, 9}) {
        compared.clear();
        var unused = counting.authorize(project, key, null);
        assertThat(compared).containsExactly("17 with 17");

        compared.clear();
        unused = counting.authorize(project, key, "6".repeat(32));
        assertThat(compared).containsExactly("17 with 17", "17 with 17");
      }
    }
  }

  @Test
  void authorize_comparesWithEachKeyOfThePlaceWhateverFits() {
    List<Integer> compared = new ArrayList<>();
    ProjectKeys.Builder builder =
        ProjectKeys.builder(
            new KeyHash(1, 2),
            (claimed, bytes, from, length) -> {
              compared.add(length);
              return KeyText.isEqual(claimed, bytes, from, length);
            },
            1 << 20);
    int count = 2_000;
    for (int i = 1; i <= count; i++) {
      builder.add(new ProjectKey(i, hex(i), i % 3 == 0 ? null : hex(-i)));
    }
    ProjectKeys counting = builder.build();

    int most = 0;
    for (int i = 1; i <= 2 * count; i++) {
      List<List<Integer>> runs = new ArrayList<>();
      for (long project : new long[] {0, i, 1, 99_999}) {
        for (String secret : List.of(hex(-i), hex(7))) {
          compared.clear();
          var unused = counting.authorize(project, hex(i), secret);
          runs.add(List.copyOf(compared));
        }
      }
      assertThat(runs).containsOnly(runs.get(0));
      assertThat(runs.get(0)).isNotEmpty().containsOnly(17);
      most = Math.max(most, runs.get(0).size() / 2);
    }
    assertThat(most).isBetween(3, 20);
  }

  private static String hex(long number) {
    return "%016x%016x".formatted(number * 0x9E3779B97F4A7C15L, number);
  }

  @Test
  void authorize_ofTheDecoyIsRefused() {
    String decoy = "0".repeat(32);
    assertThat(keys.authorize(0, decoy, null)).isNull();
    assertThat(ProjectKeys.of(List.of()).authorize(0, decoy, decoy)).isNull();
  }

  @Test
  void authorize_findsEachOfManyKeys() {
    List<ProjectKey> many = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      many.add(new ProjectKey(i, "key" + i, null));
    }
    ProjectKeys all = ProjectKeys.of(many);

    assertThat(many).allMatch(key -> key.equals(all.authorize(0, key.publicKey(), null)));
    assertThat(all.authorize(0, "key1001", null)).isNull();
  }

  @Test
  void authorize_comparesTheSecretOnlyWhenBothHaveOne() {
    assertThat(keys.authorize(1, "one", "secret1")).isEqualTo(ONE);
    assertThat(keys.authorize(1, "one", "secret2")).isNull();
    assertThat(keys.authorize(1, "one", "secret")).isNull();
    assertThat(keys.authorize(1, "one", null)).isNotNull();
    assertThat(keys.authorize(1, "more", "whatever")).isNotNull();
  }

  @Test
  void authorize_letsTheKeyNameTheProject() {
    assertThat(keys.authorize(0, "two", null)).isEqualTo(new ProjectKey(2, "two", null));
    assertThat(keys.authorize(0, "two", "secret2")).isEqualTo(TWO);
    assertThat(keys.authorize(0, "two", "wrong")).isNull();
    assertThat(keys.authorize(0, "unknown", null)).isNull();
  }

  @Test
  void authorize_ofAKeyOfTwoProjectsLooksAtProjectAndSecret() {
    assertThat(keys.authorize(3, "shared", null)).isEqualTo(new ProjectKey(3, "shared", null));
    assertThat(keys.authorize(4, "shared", null)).isEqualTo(new ProjectKey(4, "shared", null));
    assertThat(keys.authorize(4, "shared", "secret3")).isNull();
    assertThat(keys.authorize(0, "shared", "secret4")).isEqualTo(SHARED_4);
    assertThat(keys.authorize(0, "shared", null)).isEqualTo(new ProjectKey(3, "shared", null));
    assertThat(keys.authorize(1, "shared", null)).isNull();
  }

  @Test
  void authorize_takesEitherOfTwoSecrets() {
    ProjectKeys two =
        ProjectKeys.of(List.of(new ProjectKey(1, "k", "old"), new ProjectKey(1, "k", "new")));

    assertThat(two.authorize(1, "k", "old")).isNotNull();
    assertThat(two.authorize(1, "k", "new")).isNotNull();
    assertThat(two.authorize(1, "k", "other")).isNull();
    assertThat(two.keyCount()).isEqualTo(2);
    assertThat(two.projectCount()).isEqualTo(1);
  }

  @Test
  void builder_keepsEqualRowsOnce() {
    ProjectKeys.Builder builder = ProjectKeys.builder();
    for (int i = 0; i < 5000; i++) {
      builder.add(ONE).add(new ProjectKey(i % 3 + 1, "more", null));
    }
    ProjectKeys once = builder.build();

    List<ProjectKey> handedOver = new ArrayList<>();
    once.forEach(handedOver::add);
    assertThat(handedOver)
        .containsExactlyInAnyOrder(
            ONE, ONE_MORE, new ProjectKey(2, "more", null), new ProjectKey(3, "more", null));
    assertThat(once.keyCount()).isEqualTo(4);
  }

  @Test
  void sameKeysAs_looksAtTheOrderOfAKeyOfTwoProjectsOnly() {
    assertThat(ProjectKeys.of(List.of(SHARED_3, SHARED_4, TWO, ONE_MORE, ONE)).sameKeysAs(keys))
        .isTrue();
    ProjectKeys swapped = ProjectKeys.of(List.of(ONE, ONE_MORE, TWO, SHARED_4, SHARED_3));
    assertThat(swapped.sameKeysAs(keys)).isFalse();
    assertThat(swapped.authorize(0, "shared", null)).isEqualTo(new ProjectKey(4, "shared", null));
  }

  @Test
  void sameKeysAs_tellsNoKeysFromAnyKeys() {
    ProjectKeys none = ProjectKeys.of(List.of());
    assertThat(none.sameKeysAs(ProjectKeys.builder().build())).isTrue();
    assertThat(none.sameKeysAs(ProjectKeys.openToAll())).isFalse();
    assertThat(ProjectKeys.openToAll().sameKeysAs(ProjectKeys.openToAll())).isTrue();
    assertThat(none.keyCount()).isZero();
  }

  @Test
  void add_refusesWhatIsTooLong() {
    String longest = "x".repeat(65_535);
    ProjectKey fits = new ProjectKey(1, longest, longest);
    ProjectKeys.Builder builder = ProjectKeys.builder().add(fits);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(new ProjectKey(1, longest + "x", null)))
        .withMessage("publicKey longer than 65535: 65536");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(new ProjectKey(1, "k", longest + "x")))
        .withMessage("secretKey longer than 65535: 65536");
    assertThat(builder.build().authorize(1, longest, longest)).isEqualTo(fits);
  }

  @Test
  void add_refusesMoreBytesThanFit() {
    ProjectKeys.Builder builder = ProjectKeys.builder(new KeyHash(1, 2), KeyText::isEqual, 70);
    builder.add(new ProjectKey(1, hex(1), hex(2))).add(new ProjectKey(1, hex(2), hex(3)));
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.add(new ProjectKey(1, "k", null)))
        .withMessage("the keys take more than 70 bytes");
  }

  @Test
  void build_refusesAKeyOfVeryManyProjects() {
    ProjectKeys.Builder builder = ProjectKeys.builder();
    for (int project = 1; project <= 1000; project++) {
      builder.add(new ProjectKey(project, "shared", null)).add(ONE);
    }
    ProjectKeys most = builder.build();
    assertThat(most.authorize(1000, "shared", null)).isNotNull();

    ProjectKeys.Builder more = ProjectKeys.builder();
    most.forEach(more::add);
    more.add(new ProjectKey(1, "shared", "secret"));
    assertThatIllegalStateException()
        .isThrownBy(more::build)
        .withMessage("one public key stands for more than 1000 projects or secrets");
  }

  @Test
  void builder_isOfUseOnce() {
    ProjectKeys.Builder builder = ProjectKeys.builder().add(ONE);
    assertThat(builder.build().keyCount()).isEqualTo(1);
    assertThatIllegalStateException().isThrownBy(builder::build).withMessage("built already");
    assertThatIllegalStateException().isThrownBy(() -> builder.add(TWO));
  }

  @Test
  void openToAll_letsInWhoeverNamesProjectAndKey() {
    ProjectKeys open = ProjectKeys.openToAll();

    assertThat(open.authorize(77, "any", "thing")).isEqualTo(new ProjectKey(77, "any", "thing"));
    assertThat(open.authorize(0, "any", null)).isNull();
    assertThat(open.authorize(-5, "any", null)).isNull();
    assertThat(open.authorize(77, "", null)).isNull();
    assertThat(open.projectCount()).isZero();
  }

  @Test
  void projectKey_checksItsValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProjectKey(0, "k", null))
        .withMessage("project < 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProjectKey(1, "", null))
        .withMessage("publicKey is empty");
    assertThatNullPointerException()
        .isThrownBy(() -> new ProjectKey(1, null, null))
        .withMessage("publicKey == null");
  }
}
