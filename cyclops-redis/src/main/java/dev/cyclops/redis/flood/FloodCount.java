/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.filter.Hit;
import dev.cyclops.redis.RedisException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis says that a group stands. Immutable.
 *
 * @param leftNanos what is left of the window, above 0
 * @param window its number, by which hits are handed over; 0 where no tally is kept of it
 */
record FloodCount(long count, long leftNanos, long previousCount, long window) {
  /** Of what the script answers. */
  static FloodCount of(@Nullable Object answer) {
    if (!(answer instanceof List<?> list) || list.size() != 4) {
      throw new RedisException(RedisException.Kind.FAILED, "a script answered no count", null);
    }
    long leftMillis = Math.max(1, number(list.get(1)));
    return new FloodCount(
        number(list.get(0)),
        TimeUnit.MILLISECONDS.toNanos(leftMillis),
        number(list.get(2)),
        number(list.get(3)));
  }

  private static long number(@Nullable Object part) {
    if (!(part instanceof Long number)) {
      throw new RedisException(RedisException.Kind.FAILED, "a script answered no number", null);
    }
    return number;
  }

  Hit hit() {
    return new Hit(count, leftNanos, previousCount);
  }
}
