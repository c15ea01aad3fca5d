/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in memory, the first that died forgotten first: when they outgrow their bound, or a
 * day after their death. Guarded by the lock of its storage.
 */
final class InMemoryDeadLetters {
  private static final long MAX_AGE_MILLIS = TimeUnit.HOURS.toMillis(24);

  /** As {@link Long#toString} writes them, few enough digits for a long. */
  private static final Pattern IDS = Pattern.compile("0|[1-9][0-9]{0,17}");

  /** A dead letter under its number. */
  record Entry(long number, Event event, String reason, long diedAtMillis) {
    /** What an entry takes besides event and reason. */
    private static final int OWN_BYTES = 150;

    private long bytes() {
      return OWN_BYTES + event.heapBytes() + 2L * reason.length();
    }

    private DeadLetters.DeadLetter letter() {
      return new DeadLetters.DeadLetter(Long.toString(number), event, reason, diedAtMillis);
    }
  }

  private final TreeMap<Long, Entry> byNumber = new TreeMap<>();
  private final long maxBytes;
  private long number;
  private long bytes;
  private long total;

  InMemoryDeadLetters(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(Event event, String reason, long nowMillis) {
    total++;
    putBack(new Entry(number++, event, reason, nowMillis));
    while (bytes > maxBytes) {
      forgetOldest();
    }
  }

  /** Undoes {@link #remove}. */
  void putBack(Entry entry) {
    byNumber.put(entry.number, entry);
    bytes += entry.bytes();
  }

  void forgetAged(long nowMillis) {
    while (!byNumber.isEmpty()
        && byNumber.firstEntry().getValue().diedAtMillis < nowMillis - MAX_AGE_MILLIS) {
      forgetOldest();
    }
  }

  /** Makes room for events that can still be sent. */
  boolean forgetOldest() {
    Map.Entry<Long, Entry> oldest = byNumber.pollFirstEntry();
    if (oldest == null) {
      return false;
    }
    bytes -= oldest.getValue().bytes();
    return true;
  }

  List<DeadLetters.DeadLetter> list(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    List<DeadLetters.DeadLetter> newest = new ArrayList<>();
    Iterator<Entry> entries = byNumber.descendingMap().values().iterator();
    while (newest.size() < max && entries.hasNext()) {
      newest.add(entries.next().letter());
    }
    return newest;
  }

  /** Takes one out, or answers null when it is no longer there. */
  @Nullable Entry remove(String id) {
    Entry entry = IDS.matcher(id).matches() ? byNumber.remove(Long.valueOf(id)) : null;
    if (entry != null) {
      bytes -= entry.bytes();
    }
    return entry;
  }

  /** One of them will be sent again: it was not dead after all. */
  void countRevived() {
    total--;
  }

  int size() {
    return byNumber.size();
  }

  long bytes() {
    return bytes;
  }

  long total() {
    return total;
  }
}
