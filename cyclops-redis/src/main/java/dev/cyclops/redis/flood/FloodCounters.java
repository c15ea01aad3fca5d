/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cyclops.filter.GroupKey;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The counters of all groups in Redis, spread over the shards by group. Thread-safe. */
final class FloodCounters {
  private static final Script HIT = Script.load(FloodCounters.class, "hit");
  private static final Script HAND_OVER = Script.load(FloodCounters.class, "hand-over");

  /** For how long after a window the next one is told of it, at least. */
  private static final long TALLY_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final RedisLink link;

  FloodCounters(RedisLink link) {
    this.link = link;
  }

  long patienceNanos() {
    return link.countPatienceNanos();
  }

  boolean isUp(GroupKey key) {
    return link.isUp(shard(key));
  }

  /**
   * Counts one event.
   *
   * @param tallyAbove above which count the next window is to know of this one
   * @param handedOver what was counted here of the window before; null when there is nothing
   */
  CompletionStage<FloodCount> hit(
      GroupKey key, Duration window, long tallyAbove, @Nullable HandOver handedOver) {
    int shard = shard(key);
    String group = name(key);
    long millis = millis(window);
    return link.run(
            HIT,
            shard,
            List.of(Shards.key(shard, group), Shards.key(shard, group + ":t")),
            List.of(
                bytes(millis),
                bytes(Math.max(millis, TALLY_MILLIS)),
                bytes(tallyAbove),
                bytes(handedOver == null ? 0 : handedOver.window()),
                bytes(handedOver == null ? 0 : handedOver.hits())))
        .thenApply(FloodCount::of);
  }

  /** Has the next window know of what was counted here; whether it arrives is not waited for. */
  void handOver(GroupKey key, HandOver handOver) {
    int shard = shard(key);
    var unused =
        link.run(
            HAND_OVER,
            shard,
            List.of(Shards.key(shard, name(key) + ":t")),
            List.of(bytes(handOver.window()), bytes(handOver.hits())));
  }

  private static int shard(GroupKey key) {
    return Shards.of(key.high() ^ Long.rotateLeft(key.low(), 32));
  }

  private static String name(GroupKey key) {
    HexFormat hex = HexFormat.of();
    return "f:" + hex.toHexDigits(key.high()) + hex.toHexDigits(key.low());
  }

  private static long millis(Duration window) {
    return Math.max(1, (window.toNanos() + 999_999) / 1_000_000);
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(US_ASCII);
  }
}
