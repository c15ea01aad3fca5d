/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
