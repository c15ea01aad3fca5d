/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.servers.RedisServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RedisStartIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static RedisOptions.Builder to(RedisServer redis) {
    return RedisOptions.builder()
        .address(RedisServer.HOST, redis.port())
        .timeout(PatientLink.TIMEOUT);
  }

  private static void start(RedisOptions.Builder options) {
    try (RedisLink link = RedisLink.open(options.build())) {
      link.awaitUp(LIMIT, line -> {});
      assertThat(link.stats().shardsUp()).isEqualTo(65);
      assertThat(LinkProbe.works(link, 3)).isTrue();
    }
  }

  /** Fails the test when the limit was waited for. */
  private static void isRefused(RedisOptions.Builder options, String... says) {
    assertThatIllegalStateException()
        .isThrownBy(() -> start(options))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains(says)
                    .doesNotContain("waited", "secret", "\n", "Exception"));
  }

  private static void isRefused(
      UnaryOperator<RedisServerBuilder> server,
      UnaryOperator<RedisOptions.Builder> options,
      String... says) {
    try (RedisServer redis = server.apply(RedisServer.builder()).create()) {
      isRefused(options.apply(to(redis)), says);
    }
  }

  /** After a second: waited for, and told about, if the machine leaves a moment for that. */
  private static void isMissing(RedisOptions.Builder options, String says) {
    List<String> told = new ArrayList<>();
    for (long limitMillis = 1500; told.isEmpty() && limitMillis < 60_000; limitMillis *= 4) {
      Duration limit = Duration.ofMillis(limitMillis);
      try (RedisLink link = RedisLink.open(options.build())) {
        assertThatThrownBy(() -> link.awaitUp(limit, told::add))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContainingAll(says, "waited");
      }
    }
    assertThat(told).isNotEmpty().allSatisfy(line -> assertThat(line).contains(says));
  }

  @Test
  void awaitUp_returns_whenItIsThere() {
    try (RedisServer redis = RedisServer.create()) {
      start(to(redis));
    }
  }

  @Test
  void awaitUp_takesPasswordUserAndDatabase() {
    try (RedisServer redis =
        RedisServer.builder().password("secret").user("app", "other", "~{cy:*", "+@all").create()) {
      start(to(redis).credentials(null, "secret").database(3));
      start(to(redis).credentials("app", "other"));
    }
  }

  @Test
  void awaitUp_needsNoMoreRightsThanTheseOfAUser() {
    try (RedisServer redis =
        RedisServer.builder()
            .user("app", "secret", "~{cy:*", "+eval", "+evalsha", "+set", "+rpush")
            .create()) {
      start(to(redis).credentials("app", "secret"));
    }
  }

  @Test
  void awaitUp_saysThatNobodyListens() {
    // Its port stays its own.
    try (RedisServer redis = RedisServer.create()) {
      redis.kill();
      isMissing(to(redis), "connection refused");
    }
  }

  @Test
  void awaitUp_saysThatNobodyAnswers() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      isMissing(
          RedisOptions.builder().address("127.0.0.1", socket.getLocalPort()),
          "no answer within 100 ms");
    }
  }

  @Test
  void awaitUp_saysThatThereIsNoSuchHost() {
    isMissing(RedisOptions.builder().address("no-such-host.invalid", 6379), "unknown host");
  }

  @Test
  void awaitUp_refusesWhoeverRefusesUs() {
    isRefused(
        server -> server.password("secret"),
        options -> options.credentials(null, "secret2"),
        "refuses the user or the password");
    isRefused(server -> server.password("secret"), options -> options, "wants a password");
    isRefused(
        server -> server,
        options -> options.credentials("nobody", "secret"),
        "refuses the user or the password");
    isRefused(
        server -> server,
        options -> options.credentials(null, "secret"),
        "has no password, and one is set");
  }

  @Test
  void awaitUp_namesTheRightThatIsMissing() {
    isRefused(
        server -> server.user("app", "secret", "~{cy:*", "+@all", "-eval"),
        options -> options.credentials("app", "secret"),
        "NOPERM",
        "eval");
    isRefused(
        server -> server.user("app", "secret", "~other:*", "+@all"),
        options -> options.credentials("app", "secret"),
        "NOPERM");
  }

  @Test
  void awaitUp_refusesADatabaseThatThereIsNot() {
    isRefused(server -> server.databases(2), options -> options.database(2), "database 2");
  }

  @Test
  void awaitUp_refusesOneThatThrowsEventsAway() {
    isRefused(
        server -> server.maxMemory("10mb", "allkeys-lru"),
        options -> options,
        "maxmemory-policy is allkeys-lru",
        "noeviction");
  }

  @Test
  void awaitUp_saysThatTheOtherSideSpeaksNoTls() {
    try (RedisServer redis = RedisServer.create()) {
      isMissing(to(redis).timeout(Duration.ofMillis(250)).tls(true), "it may not speak TLS there");
    }
  }

  @Test
  void awaitUp_tellsOneFromMany() {
    isRefused(server -> server, options -> options.cluster(true), "is not a cluster");
    try (RedisCluster cluster = RedisCluster.create()) {
      isRefused(to(cluster.nodes().get(0)), "is a node of a Redis Cluster");
    }
    try (RedisSentinelGroup group = RedisSentinelGroup.create()) {
      RedisServer sentinel = group.sentinels().get(0);
      isRefused(to(sentinel), "is a Sentinel");
      isMissing(to(sentinel).sentinel("other"), "knows no master named other");
    }
  }
}
