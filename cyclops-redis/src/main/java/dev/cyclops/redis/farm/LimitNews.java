/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.send.SharedLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Limits that this instance learned and the others have yet to hear of. Not thread-safe. */
final class LimitNews {
  /** What does not fit is learned by the others from Sentry. */
  static final int MAX_WAITING = 1000;

  static final int MAX_AT_ONCE = 100;

  /** The name of a limit, the key last since it may hold anything. */
  private static final String SEPARATOR = "\n";

  private record Waiting(String detail, long endNanos) {}

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  /**
   * Some of them, as they are told.
   *
   * @param fields their names, so that they can be forgotten once they were heard
   * @param args name, detail and milliseconds left of each
   */
  record Told(Map<String, Long> fields, List<byte[]> args) {}

  void add(SharedLimit limit, long nowNanos) {
    String field = field(limit);
    if (waiting.size() < MAX_WAITING || waiting.containsKey(field)) {
      waiting.put(field, new Waiting(limit.detail(), nowNanos + limit.left().toNanos()));
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  Told tell(long nowNanos) {
    Map<String, Long> fields = new LinkedHashMap<>();
    List<byte[]> args = new ArrayList<>();
    for (Map.Entry<String, Waiting> entry : waiting.entrySet()) {
      if (fields.size() == MAX_AT_ONCE) {
        break;
      }
      Waiting limit = entry.getValue();
      fields.put(entry.getKey(), limit.endNanos);
      long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(limit.endNanos - nowNanos));
      args.add(entry.getKey().getBytes(UTF_8));
      args.add(limit.detail.getBytes(UTF_8));
      args.add(Long.toString(left).getBytes(UTF_8));
    }
    return new Told(fields, args);
  }

  /** Forgets what was heard, unless it was stated anew since. */
  void heard(Told told) {
    for (Map.Entry<String, Long> entry : told.fields.entrySet()) {
      Waiting limit = waiting.get(entry.getKey());
      if (limit != null && limit.endNanos == entry.getValue()) {
        waiting.remove(entry.getKey());
      }
    }
  }

  private static String field(SharedLimit limit) {
    String field =
        String.join(SEPARATOR, Long.toString(limit.project()), limit.scope(), limit.category());
    return limit.publicKey() == null ? field : field + SEPARATOR + limit.publicKey();
  }

  /** Reads one of another instance's; null when this version cannot. */
  static @Nullable SharedLimit read(String field, String detail, long millisLeft) {
    String[] parts = field.split(SEPARATOR, 4);
    if (parts.length < 3) {
      return null;
    }
    try {
      String key = parts.length == 3 ? null : parts[3];
      long project = Long.parseLong(parts[0]);
      Duration left = Duration.ofMillis(millisLeft);
      return new SharedLimit(project, key, parts[1], parts[2], detail, left);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
