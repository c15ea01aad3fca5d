/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import dev.cyclops.servers.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script itself, where instances do not hear what they are answered. */
class AnnounceScriptIT {
  private static final long BOUND = 9;
  private static final Script ANNOUNCE = Script.load(Announcer.class, "announce");

  private static RedisServer server;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    server = RedisServer.create();
    link = PatientLink.to(server);
  }

  @AfterAll
  static void stop() {
    link.close();
    server.close();
  }

  @BeforeEach
  void clear() {
    server.execute("FLUSHALL");
  }

  /** An instance that wants all it can get, and may use so many now; how many it is given. */
  private static long announce(String id, long held) {
    return (Long) announce(id, held, "", 0).get(1);
  }

  /** With what it does about the breaker, and limits: field, detail, milliseconds of each. */
  private static List<?> announce(
      String id, long held, String breaker, long probeMillis, Object... limits) {
    List<byte[]> keys =
        Stream.of("members", "lead", "breaker", "limits", "limit-changes", "limit-ends")
            .map(name -> Shards.key(Shards.FARM, name))
            .toList();
    Stream<Object> args =
        Stream.of(id, 1, held, held, held, 1, BOUND, 60_000, 0, 60_000, breaker, probeMillis, 0, 0);
    return (List<?>)
        link.run(
                ANNOUNCE,
                Shards.FARM,
                keys,
                Stream.concat(args, Stream.of(limits))
                    .map(arg -> String.valueOf(arg).getBytes(UTF_8))
                    .toList())
            .toCompletableFuture()
            .orTimeout(60, TimeUnit.SECONDS)
            .join();
  }

  @Test
  void permits_thatAnInstanceMayStillUseAreNobodyElses() {
    assertThat(announce("a", 0)).isEqualTo(BOUND);
    assertThat(announce("a", BOUND)).isEqualTo(BOUND);
    assertThat(announce("b", 0)).isZero();
    // It is to have fewer, and does not hear of it.
    assertThat(announce("a", BOUND)).isBetween(BOUND / 2, BOUND / 2 + 1);
    assertThat(announce("b", 0)).isZero();

    long left = BOUND / 2;
    announce("a", left);

    assertThat(announce("b", 0)).isBetween(BOUND / 2, BOUND - left);
  }

  @Test
  void probe_comesWhenTheLastOfThemIsWilling() {
    announce("a", 0, "open", 60_000);

    List<?> heard = announce("b", 0, "open", 1000);

    assertThat((Long) heard.get(4)).isGreaterThan(30_000);
  }

  @Test
  void limit_isNotShortenedByWhoHeardLess() {
    announce("a", 0, "", 0, "1:error", "quota", 600_000);

    List<?> heard = announce("b", 0, "", 0, "1:error", "quota", 300_000);

    List<?> limit = (List<?>) heard.get(7);
    assertThat(text(limit.get(0))).isEqualTo("1:error");
    assertThat(Long.parseLong(text(limit.get(2)))).isGreaterThan(500_000);
  }

  @Test
  void limits_areBounded() {
    int calls = 60;
    int each = 200;
    for (int call = 0; call < calls; call++) {
      List<Object> limits = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        limits.addAll(List.of(call + ":" + i, "quota", 600_000 + call));
      }
      announce("a", 0, "", 0, limits.toArray());
    }

    assertThat(calls * each).isGreaterThan(10_000);
    for (String key : List.of("limit-ends", "limit-changes")) {
      assertThat(server.execute("ZCARD", "{cy:farm}:" + key)).isEqualTo(10_000L);
    }
    assertThat(server.execute("HLEN", "{cy:farm}:limits")).isEqualTo(10_000L);
    // Those that end first are forgotten.
    assertThat(server.execute("HEXISTS", "{cy:farm}:limits", "0:0")).isEqualTo(0L);
    assertThat(server.execute("HEXISTS", "{cy:farm}:limits", "59:199")).isEqualTo(1L);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }
}
