/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.RedisException.Kind;
import dev.cyclops.redis.Refusal.Next;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OOM command not allowed when used memory > 'maxmemory'. | FULL | FAIL",
        "ERR Error running script (call to f_12): @user_script:1: @user_script: 1: -OOM command not allowed | FULL | FAIL",
        "MISCONF Redis is configured to save RDB snapshots, but it cannot | FULL | FAIL",
        "READONLY You can't write against a read only replica. | READ_ONLY | LATER",
        "ERR Error running script (call to f_12): @user_script:1: @user_script: 1: -READONLY You can't write | READ_ONLY | LATER",
        "NOREPLICAS Not enough good replicas to write. | READ_ONLY | FAIL",
        "NOPERM this user has no permissions to run the 'eval' command | FORBIDDEN | FAIL",
        "NOAUTH Authentication required. | FORBIDDEN | FAIL",
        "WRONGPASS invalid username-password pair or user is disabled. | FORBIDDEN | FAIL",
        "NOSCRIPT No matching script. Please use EVAL. | FAILED | WITH_TEXT",
        "LOADING Redis is loading the dataset in memory | UNAVAILABLE | LATER",
        "MASTERDOWN Link with MASTER is down | UNAVAILABLE | LATER",
        "CLUSTERDOWN The cluster is down | UNAVAILABLE | LATER",
        "TRYAGAIN Multiple keys request during rehashing of slot | UNAVAILABLE | LATER",
        "BUSY Redis is busy running a script. | UNAVAILABLE | LATER",
        "WRONGTYPE Operation against a key | FAILED | FAIL",
        "ERR whatever | FAILED | FAIL",
        "'' | FAILED | FAIL",
      })
  void of_knowsWhatItMeans(String message, Kind kind, Next next) {
    Refusal refusal = Refusal.of(message);

    assertThat(refusal.kind()).isEqualTo(kind);
    assertThat(refusal.next()).isEqualTo(next);
    assertThat(refusal.target()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "MOVED 3999 127.0.0.1:6381,MOVED,127.0.0.1,6381",
    "ASK 3999 ::1:6381,ASK,::1,6381",
    "MOVED 3999 :6381,MOVED,'',6381",
  })
  void of_readsWhereToAskInstead(String message, Next next, String host, int port) {
    Refusal refusal = Refusal.of(message);

    assertThat(refusal.next()).isEqualTo(next);
    assertThat(refusal.target()).isEqualTo(new Address(host, port));
  }

  @Test
  void text_holdsNothingOfWhatWasSent() {
    Refusal refusal =
        Refusal.of("ERR unknown command `EVALSHA`, with args beginning with: `abc`, `secret`, ");

    assertThat(refusal.text()).isEqualTo("ERR unknown command `EVALSHA`");
    assertThat(refusal.asException().getMessage()).doesNotContain("secret");
  }

  @Test
  void text_isOneShortLine() {
    assertThat(Refusal.of("ERR a\nb" + "x".repeat(500)).text())
        .startsWith("ERR a b")
        .hasSizeLessThan(200);
  }

  @Test
  void isOutage_meansThatNoWriteIsTaken() {
    assertThat(Refusal.of("READONLY x").isOutage()).isTrue();
    assertThat(Refusal.of("MISCONF x").isOutage()).isTrue();
    assertThat(Refusal.of("CLUSTERDOWN x").isOutage()).isTrue();
    assertThat(Refusal.of("OOM x").isOutage()).isFalse();
    assertThat(Refusal.of("NOPERM x").isOutage()).isFalse();
  }
}
