/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopbackHostTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:9998",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.255.1.20:9998",
        "[::1]",
        "[::1]:9998"
      })
  void matches_namesOfThisMachine(String host) {
    assertThat(LoopbackHost.matches(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "evil-localhost",
        "localhost.",
        "a.localhost",
        "127.0.0.1.evil.example",
        "127.0.0.1:9998.evil.example",
        "127.1",
        "127.0.0.01",
        "2130706433",
        "0.0.0.0",
        "10.0.0.1",
        "1127.0.0.1",
        "::1",
        "[::]",
        "[::ffff:127.0.0.1]",
        "localhost:",
        "localhost:123456",
        "localhost localhost",
        "user@localhost",
        "localhost\n"
      })
  void matches_nothingElse(String host) {
    assertThat(LoopbackHost.matches(host)).isFalse();
  }

  @Test
  void matches_noHostAtAll() {
    assertThat(LoopbackHost.matches(null)).isFalse();
  }
}
