/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.EventId;
import dev.cyclops.redis.RedisException;
import dev.cyclops.storage.PutResult;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What became of the events of a {@link StorageLoad}. Thread-safe. */
final class LoadJournal {
  private final Set<EventId> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<EventId, Integer> sent = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private long[] nanos = new long[1 << 16];
  private int puts;

  void put(EventId id, long tookNanos, @Nullable PutResult result, @Nullable Throwable failure) {
    if (result != null && result.stored()) {
      acknowledged.add(id);
    } else {
      refusals.merge(failure == null ? "full" : name(failure), 1, Integer::sum);
    }
    took(tookNanos);
  }

  private synchronized void took(long tookNanos) {
    if (puts == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * puts);
    }
    nanos[puts++] = tookNanos;
  }

  void sent(EventId id) {
    sent.merge(id, 1, Integer::sum);
  }

  /** The sending loop could not do what it wished. */
  void failed(RuntimeException failure) {
    refusals.merge("sender: " + name(failure), 1, Integer::sum);
  }

  private static String name(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof RedisException e ? e.kind().toString() : cause.toString();
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /** How many different ones. */
  int sent() {
    return sent.size();
  }

  /** Acknowledged ones that have not been sent. */
  long missing() {
    return acknowledged.stream().filter(id -> !sent.containsKey(id)).count();
  }

  /** How many times too often anything was sent. */
  long doubled() {
    return sent.values().stream().mapToLong(times -> times - 1).sum();
  }

  /** How many were sent whose put was not acknowledged. */
  long unasked() {
    return sent.keySet().stream().filter(id -> !acknowledged.contains(id)).count();
  }

  /** Refused and failed puts by reason; failures of the sending loop begin with {@code sender}. */
  Map<String, Integer> refusals() {
    return new TreeMap<>(refusals);
  }

  /** The longest wait for the end of a put, of all but one in a hundred. */
  synchronized long p99Millis() {
    long[] sorted = Arrays.copyOf(nanos, puts);
    Arrays.sort(sorted);
    return puts == 0 ? 0 : sorted[Math.min(puts - 1, puts * 99 / 100)] / 1_000_000;
  }

  /** For the log of a test. */
  @Override
  public String toString() {
    return "acknowledged %d, sent %d, missing %d, doubled %d, unasked %d, p99 of put %d ms, %s"
        .formatted(
            acknowledged(), sent(), missing(), doubled(), unasked(), p99Millis(), refusals());
  }
}
