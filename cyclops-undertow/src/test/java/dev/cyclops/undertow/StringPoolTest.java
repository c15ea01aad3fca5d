/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StringPoolTest {
  private final StringPool pool = new StringPool();

  @Test
  void share_givesEqualStringsOneInstance() {
    String first = pool.share(new String("/api/1/store/"));

    assertThat(pool.share(new String("/api/1/store/"))).isSameAs(first);
  }

  @Test
  void share_leavesDifferentStringsApart() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(pool.share("/api/" + i + "/store/")).isEqualTo("/api/" + i + "/store/");
    }
  }

  @Test
  void share_doesNotKeepLongStrings() {
    String text = "x".repeat(257);
    pool.share(text);

    assertThat(pool.share(new String(text))).isNotSameAs(text);
  }
}
