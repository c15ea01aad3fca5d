/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Shards;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names a dead letter: when it died, in which shard it is, and its number there. */
record LetterId(long diedAtMillis, int shard, long number) {
  /** As {@link #toString} writes them, few enough digits for a double. */
  private static final Pattern IDS =
      Pattern.compile("(0|[1-9][0-9]{0,14})-(0|[1-9][0-9]?)-([1-9][0-9]{0,14})");

  static final Comparator<LetterId> NEWEST_FIRST =
      Comparator.comparingLong(LetterId::diedAtMillis)
          .thenComparingInt(LetterId::shard)
          .thenComparingLong(LetterId::number)
          .reversed();

  /** Null for whatever is none. */
  static @Nullable LetterId parse(String text) {
    Matcher matcher = IDS.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int shard = Integer.parseInt(matcher.group(2));
    return shard >= Shards.COUNT
        ? null
        : new LetterId(Long.parseLong(matcher.group(1)), shard, Long.parseLong(matcher.group(3)));
  }

  /** As it is called in its shard. */
  byte[] member() {
    return QueueChannel.text("%016d".formatted(number));
  }

  @Override
  public String toString() {
    return diedAtMillis + "-" + shard + "-" + number;
  }
}
