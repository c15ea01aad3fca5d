/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.farm.FarmEpisodes.Left;
import dev.cyclops.redis.farm.FarmEpisodes.Teller;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FarmEpisodesIT {
  private static RedisServer server;
  private static RedisLink link;

  private final FarmEpisodes one = new FarmEpisodes(link, "one");
  private final FarmEpisodes two = new FarmEpisodes(link, "two");

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
  void bothLive() {
    server.execute("FLUSHALL");
    lives("one");
    lives("two");
  }

  /** As an announcement writes it down, for ever. */
  private static void lives(String id) {
    server.execute("HSET", "{cy:farm}:members", id, "1 2 3 0 4 5 9999999999999");
  }

  private static void dies(String id) {
    server.execute("HSET", "{cy:farm}:members", id, "1 2 3 0 4 5 6");
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Test
  void theFirstBegins_andTheLastEnds() {
    assertThat(now(one.begins("flood", "d"))).isEqualTo(Teller.THIS);
    assertThat(now(two.begins("flood", "other words"))).isEqualTo(Teller.ANOTHER);
    assertThat(now(two.begins("away", "d"))).isEqualTo(Teller.THIS);
    assertThat(now(one.ends("flood"))).isEqualTo(Teller.ANOTHER);
    assertThat(now(two.ends("flood"))).isEqualTo(Teller.THIS);
    assertThat(now(one.begins("flood", "d"))).isEqualTo(Teller.THIS);
  }

  @Test
  void oneThatComesAgain_countsOnce() {
    now(one.begins("flood", "d"));
    assertThat(now(one.begins("flood", "d"))).isEqualTo(Teller.ANOTHER);
    assertThat(now(one.ends("flood"))).isEqualTo(Teller.THIS);
  }

  @Test
  void theEnd_waitsForNobodyWhoIsDead() {
    now(one.begins("flood", "d"));
    now(two.begins("flood", "d"));
    dies("one");
    assertThat(now(two.ends("flood"))).isEqualTo(Teller.THIS);
  }

  @Test
  void whatADeadOneHasSeen_goesOnWithWhoSeesItNext() {
    now(one.begins("flood", "d"));
    dies("one");
    assertThat(now(two.left(Duration.ZERO))).isEmpty();
    assertThat(now(two.begins("flood", "d"))).isEqualTo(Teller.ANOTHER);
    assertThat(now(two.left(Duration.ZERO))).isEmpty();
    assertThat(now(two.ends("flood"))).isEqualTo(Teller.THIS);
  }

  @Test
  void whatOnlyADeadOneHasSeen_isLeftOnceAndAfterAWhile() {
    now(one.begins("flood", "{\"a\": \"1 2\n\u20ac\"}"));
    now(two.begins("away", "d"));
    dies("one");
    assertThat(now(two.left(Duration.ofHours(1)))).isEmpty();
    assertThat(now(two.left(Duration.ofHours(1)))).isEmpty();
    List<Left> left = now(two.left(Duration.ZERO));
    assertThat(left).extracting(Left::described).containsExactly("{\"a\": \"1 2\n\u20ac\"}");
    assertThat(left.get(0).since()).isAfter("2020-01-01T00:00:00Z");
    assertThat(now(two.left(Duration.ZERO))).isEmpty();
    assertThat(now(two.ends("away"))).isEqualTo(Teller.THIS);
  }

  @Test
  void oneThatComesBackToLife_isNotLeft() {
    now(one.begins("flood", "d"));
    dies("one");
    assertThat(now(two.left(Duration.ofHours(1)))).isEmpty();
    lives("one");
    assertThat(now(two.left(Duration.ZERO))).isEmpty();
    dies("one");
    // Counted from here on, not from the first time.
    assertThat(now(two.left(Duration.ZERO))).isEmpty();
    assertThat(now(two.left(Duration.ZERO))).hasSize(1);
  }

  @Test
  void whoAsks_isAlive() {
    now(one.begins("flood", "d"));
    dies("one");
    assertThat(now(one.left(Duration.ZERO))).isEmpty();
    assertThat(now(one.left(Duration.ZERO))).isEmpty();
    assertThat(now(one.ends("flood"))).isEqualTo(Teller.THIS);
  }

  @Test
  void whatRedisHasLost_isUnknown_andBeginsAnew() {
    assertThat(now(one.ends("flood"))).isEqualTo(Teller.UNKNOWN);
    assertThat(now(one.begins("flood", "d"))).isEqualTo(Teller.THIS);
    assertThat(server.number("PTTL", "{cy:farm}:episodes")).isBetween(1L, 60_000L);
  }

  @Test
  void moreThanAThousand_areUnknown() {
    for (int i = 0; i < 1000; i++) {
      server.execute("HSET", "{cy:farm}:episodes", "f" + i, "0 one d");
    }
    assertThat(now(one.begins("one more", "d"))).isEqualTo(Teller.UNKNOWN);
    assertThat(now(two.begins("f7", "d"))).isEqualTo(Teller.ANOTHER);
    assertThat(server.number("HLEN", "{cy:farm}:episodes")).isEqualTo(1000);
  }

  @Test
  void somethingElseUnderTheKey_isAnError() {
    server.execute("SET", "{cy:farm}:episodes", "text");
    assertThatThrownBy(() -> now(one.begins("flood", "d"))).isNotNull();
    server.execute("DEL", "{cy:farm}:episodes");
    server.execute("HSET", "{cy:farm}:episodes", "flood", "text");
    assertThat(now(one.left(Duration.ZERO))).isEmpty();
    assertThat(now(one.begins("flood", "d"))).isEqualTo(Teller.THIS);
  }
}
