/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.storage.Drops;
import dev.cyclops.storage.ShedReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a script of the queue answers: the totals of its shard, the counts of the lines that it has
 * changed (or of all), and what else the caller wants to know.
 */
record ShardAnswer(ShardTotals totals, List<?> rows, @Nullable Object result) {
  static ShardAnswer of(@Nullable Object raw) {
    List<?> parts = list(raw);
    return new ShardAnswer(
        ShardTotals.of((byte[]) Objects.requireNonNull(parts.get(0))),
        list(parts.get(1)),
        parts.get(2));
  }

  /** The result as a list. */
  List<?> results() {
    return list(result);
  }

  long number() {
    return number(result);
  }

  static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }

  static byte[] bytes(@Nullable Object value) {
    return (byte[]) Objects.requireNonNull(value);
  }

  /** Integers come as such, and what may be longer as text. */
  static long number(@Nullable Object value) {
    if (value instanceof byte[] text) {
      return (long) Double.parseDouble(new String(text, StandardCharsets.US_ASCII));
    }
    return (Long) Objects.requireNonNull(value);
  }

  /** Counts the names and keys of what a script has dropped; answers how many. */
  static int dropped(Drops drops, @Nullable Object namesAndKeys, ShedReason reason) {
    List<?> all = list(namesAndKeys);
    for (int i = 0; i < all.size(); i += 2) {
      byte[] name = bytes(all.get(i));
      byte[] key = bytes(all.get(i + 1));
      drops.add(
          EventName.project(name),
          key.length == 0 ? null : new String(key, StandardCharsets.UTF_8),
          QueuePicture.known(EventName.category(name)),
          reason);
    }
    return all.size() / 2;
  }

  /** A row of counts: packed doubles, exact up to 2^53. */
  static long[] counts(byte[] packed) {
    long[] counts = new long[packed.length / Double.BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(packed);
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (long) buffer.getDouble();
    }
    return counts;
  }
}
