/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisOptionsTest {
  private static RedisOptions of(String url) {
    return RedisOptions.builder().url(url).build();
  }

  @Test
  void build_withoutAnything_meansThisMachine() {
    RedisOptions options = RedisOptions.builder().build();

    assertThat(options.addresses()).containsExactly(new Address("127.0.0.1", 6379));
    assertThat(options.timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(options.socketFactory()).isNull();
  }

  @Test
  void url_holdsAllParts() {
    RedisOptions options = of("rediss://app:p%40ss%2F%3a+%25@redis.example:7000/3");

    assertThat(options.addresses()).containsExactly(new Address("redis.example", 7000));
    assertThat(options.user()).isEqualTo("app");
    assertThat(options.password()).isEqualTo("p@ss/:+%");
    assertThat(options.database()).isEqualTo(3);
    assertThat(options.socketFactory()).isNotNull();
  }

  @Test
  void url_takesAPasswordAlone() {
    RedisOptions options = of("redis://:secret@localhost");

    assertThat(options.user()).isNull();
    assertThat(options.password()).isEqualTo("secret");
  }

  @Test
  void url_keepsWhatItDoesNotName() {
    RedisOptions options =
        RedisOptions.builder().credentials("app", "secret").database(2).url("redis://a").build();

    assertThat(options.user()).isEqualTo("app");
    assertThat(options.password()).isEqualTo("secret");
    assertThat(options.database()).isEqualTo(2);
  }

  @Test
  void url_namesSeveralSentinels_onTheirOwnPort() {
    RedisOptions options =
        RedisOptions.builder().url("redis://a,b:27000,[::1]").sentinel("main").build();

    assertThat(options.addresses())
        .containsExactly(
            new Address("a", 26379), new Address("b", 27000), new Address("::1", 26379));
  }

  @Test
  void url_namesSeveralNodesOfACluster() {
    RedisOptions options =
        RedisOptions.builder().url("redis://a,b:7001,[fe80::1]:7002/0").cluster(true).build();

    assertThat(options.addresses())
        .extracting(Address::toString)
        .containsExactly("a:6379", "b:7001", "[fe80::1]:7002");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://u:secret@h | this begins with neither redis:// nor rediss://",
        "secret | this begins with neither redis:// nor rediss://",
        "redis:// | host 1 is no name or [address] with a port",
        "redis://u:secret@ | host 1 is no name",
        "redis://u:secret@a,,b | host 2 is no name",
        "redis://u:secret@h:0 | host 1 is no name",
        "redis://u:secret@h:65536 | host 1 is no name",
        "redis://u:secret | host 1 is no name",
        "redis://u:secret@h h | host 1 is no name",
        "redis://u:secret@h/one | the database, after the last /",
        "redis://u:secret@h/-1 | the database, after the last /",
        "redis://u:secret@h/1?x=1 | nothing may follow with ?",
        "redis://u:sec/ret@h | write / as %2F",
        "redis://u:secret%zz@h | the password has a % without",
        "redis://secret@h | a Redis user needs a password",
        "redis://a,b | several Redis hosts are for a cluster",
        "redis://[::1]x:1 | host 1 is no name",
      })
  void url_thatIsWrong_isRefusedByPart(String url, String says) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(url))
        .withMessageContaining(says)
        .satisfies(
            e -> {
              assertThat(e.getMessage()).doesNotContain("secret").doesNotContain("\n");
              assertThat(e).hasNoCause();
            });
  }

  @Test
  void build_refusesContradictions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.builder().cluster(true).sentinel("m").build())
        .withMessageContaining("not both");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.builder().cluster(true).database(1).build())
        .withMessageContaining("database 0 only, not database 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.builder().caFile(Path.of("ca.pem")).build())
        .withMessageContaining("TLS only");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.builder().sentinel(" "))
        .withMessageContaining("Sentinel master");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.builder().timeout(Duration.ZERO))
        .withMessageContaining("timeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.builder().address("h", 65_536))
        .withMessageContaining("port 65536");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisOptions.builder().database(-1))
        .withMessageContaining("database -1");
  }

  @Test
  void build_refusesACaFileThatIsNone(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("ca.pem"), "no certificate");
    RedisOptions.Builder builder = RedisOptions.builder().tls(true);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.caFile(folder.resolve("none.pem")).build())
        .withMessageContaining("there is no CA file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.caFile(text).build())
        .withMessageContaining("holds no certificate in PEM form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://app:secret@h/1", "rediss://:secret@h"})
  void toString_hidesThePassword(String url) {
    assertThat(of(url).toString()).contains("h:6379").doesNotContain("secret");
    assertThat(RedisUrl.parse(url).toString()).doesNotContain("secret");
  }
}
