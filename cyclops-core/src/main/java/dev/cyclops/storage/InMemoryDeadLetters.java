/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in memory, the oldest forgotten first when they outgrow their bound. Guarded by the
 * lock of its storage.
 */
final class InMemoryDeadLetters {
  private record Entry(StoredEvent stored, String reason, long diedAtMillis) {}

  /** Few enough digits for a long. */
  private static final Pattern IDS = Pattern.compile("[0-9]{1,18}");

  private final TreeMap<Long, Entry> bySequence = new TreeMap<>();
  private final long maxBytes;
  private long bytes;
  private long total;

  InMemoryDeadLetters(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(StoredEvent stored, String reason, long nowMillis) {
    total++;
    bySequence.put(stored.sequence, new Entry(stored, reason, nowMillis));
    bytes += stored.bytes();
    while (bytes > maxBytes) {
      forgetOldest();
    }
  }

  /** Makes room for events that can still be sent. */
  boolean forgetOldest() {
    Map.Entry<Long, Entry> oldest = bySequence.pollFirstEntry();
    if (oldest == null) {
      return false;
    }
    bytes -= oldest.getValue().stored.bytes();
    return true;
  }

  List<DeadLetters.DeadLetter> list(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    List<DeadLetters.DeadLetter> newest = new ArrayList<>();
    Iterator<Entry> entries = bySequence.descendingMap().values().iterator();
    while (newest.size() < max && entries.hasNext()) {
      Entry entry = entries.next();
      newest.add(
          new DeadLetters.DeadLetter(
              Long.toString(entry.stored.sequence),
              entry.stored.event(),
              entry.reason,
              entry.diedAtMillis));
    }
    return newest;
  }

  /** Takes one out, or answers null when it is no longer there. */
  @Nullable StoredEvent remove(String id) {
    Entry entry = IDS.matcher(id).matches() ? bySequence.remove(Long.valueOf(id)) : null;
    if (entry == null) {
      return null;
    }
    bytes -= entry.stored.bytes();
    return entry.stored;
  }

  /** One of them will be sent again: it was not dead after all. */
  void countRevived() {
    total--;
  }

  int size() {
    return bySequence.size();
  }

  long bytes() {
    return bytes;
  }

  long total() {
    return total;
  }
}
