/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
    return list(max, byNumber.descendingMap());
  }

  /** Those that died before one, whether that one is still there or not. */
  List<DeadLetters.DeadLetter> list(int max, String after) {
    Long last = number(after);
    NavigableMap<Long, Entry> older =
        last == null ? Collections.emptyNavigableMap() : byNumber.headMap(last, false);
    return list(max, older.descendingMap());
  }

  private static List<DeadLetters.DeadLetter> list(int max, Map<Long, Entry> newestFirst) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    List<DeadLetters.DeadLetter> letters = new ArrayList<>();
    Iterator<Entry> entries = newestFirst.values().iterator();
    while (letters.size() < max && entries.hasNext()) {
      letters.add(entries.next().letter());
    }
    return letters;
  }

  Optional<DeadLetters.DeadLetter> find(String id) {
    return Optional.ofNullable(number(id)).map(byNumber::get).map(Entry::letter);
  }

  private static @Nullable Long number(String id) {
    return IDS.matcher(id).matches() ? Long.valueOf(id) : null;
  }

  /** Takes one out, or answers null when it is no longer there. */
  @Nullable Entry remove(String id) {
    Long number = number(id);
    Entry entry = number == null ? null : byNumber.remove(number);
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
