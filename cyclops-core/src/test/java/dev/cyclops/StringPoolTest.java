/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StringPoolTest {
  private final StringPool pool = new StringPool();

  /** An equal string that is another one. */
  private static String fresh(String text) {
    return new StringBuilder(text).toString();
  }

  @Test
  void pooled_makesEqualStringsOne() {
    String first = pool.pooled(fresh("/api/1/store/"));

    assertThat(pool.pooled(fresh("/api/1/store/"))).isSameAs(first);
    assertThat(pool.pooled(fresh("/api/2/store/"))).isEqualTo("/api/2/store/").isNotSameAs(first);
  }

  @Test
  void pooled_tellsStringsOfOneHashApart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(pool.pooled("Aa")).isEqualTo("Aa");
    assertThat(pool.pooled("BB")).isEqualTo("BB");
    assertThat(pool.pooled("Aa")).isEqualTo("Aa");
  }

  @Test
  void pooled_keepsNoLongOnes() {
    String kept = pool.pooled(fresh("x".repeat(256)));
    String tooLong = pool.pooled(fresh("x".repeat(257)));

    assertThat(pool.pooled(fresh("x".repeat(256)))).isSameAs(kept);
    assertThat(pool.pooled(fresh("x".repeat(257)))).isNotSameAs(tooLong).isEqualTo(tooLong);
  }

  @Test
  void pooled_answersAnEqualStringWhateverCameBefore() {
    for (int i = 0; i < 100_000; i++) {
      String text = "/api/" + i + "/store/";
      assertThat(pool.pooled(text)).isEqualTo(text);
    }
  }
}
