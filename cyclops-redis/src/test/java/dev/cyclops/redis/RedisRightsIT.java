/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static dev.cyclops.redis.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.redis.queue.RedisStorage;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator gets to see where a user has too few rights, or is not known. */
class RedisRightsIT {
  private static final Event EVENT =
      Event.builder(Route.STORE)
          .project(7)
          .path("/api/7/store/")
          .body("payload".getBytes(US_ASCII))
          .arrivedAt(Instant.now())
          .build()
          .accepted(7, "public", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());

  private static RedisLink link(RedisOptions.Builder options) {
    return RedisLink.open(options.timeout(Duration.ofSeconds(50)).build());
  }

  @Test
  void start_succeedsWithTheLeastRights() {
    try (RedisServer server = LeastRights.server(rule -> true);
        RedisLink link = link(LeastRights.options(server))) {
      link.awaitUp(Duration.ofSeconds(60), line -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+eval", "+set", "~{cy:*"})
  void start_saysInALineThatARightIsMissing(String missing) {
    try (RedisServer server = LeastRights.server(rule -> !rule.equals(missing));
        RedisLink link = link(LeastRights.options(server))) {
      assertThatThrownBy(() -> link.awaitUp(Duration.ofSeconds(60), line -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:" + server.port())
          .hasMessageNotContainingAny("\n", LeastRights.PASSWORD);
    }
  }

  @Test
  void put_failsWhereARightOfTheScriptIsTaken() {
    try (RedisServer server = LeastRights.server(rule -> true);
        RedisLink link = link(LeastRights.options(server));
        RedisStorage storage = RedisStorage.builder(link).build()) {
      link.awaitUp(Duration.ofSeconds(60), line -> {});
      await().until(storage::isAvailable);
      server.execute("ACL", "SETUSER", LeastRights.USER, "-zadd");
      assertThatThrownBy(() -> storage.put(EVENT).toCompletableFuture().get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .hasMessageContaining("The user executing the script can't")
          .hasMessageNotContainingAny("\n", "payload", LeastRights.PASSWORD)
          .isInstanceOfSatisfying(
              RedisException.class,
              e -> assertThat(e.kind()).isEqualTo(RedisException.Kind.FORBIDDEN));
    }
  }

  @Test
  void start_saysInALineThatThePasswordIsWrong() {
    try (RedisServer server = LeastRights.server(rule -> true);
        RedisLink link =
            link(
                RedisOptions.builder()
                    .address(RedisServer.HOST, server.port())
                    .credentials(LeastRights.USER, "two-eyed"))) {
      assertThatThrownBy(() -> link.awaitUp(Duration.ofSeconds(60), line -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("refuses the user or the password")
          .hasMessageNotContainingAny("\n", "two-eyed");
    }
  }
}
