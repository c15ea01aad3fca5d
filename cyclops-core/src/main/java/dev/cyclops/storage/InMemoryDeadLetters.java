/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
    return list(max, bySequence.descendingMap());
  }

  /** Those that came before one, whether that one is still there or not. */
  List<DeadLetters.DeadLetter> list(int max, String after) {
    Long sequence = sequence(after);
    NavigableMap<Long, Entry> older =
        sequence == null ? Collections.emptyNavigableMap() : bySequence.headMap(sequence, false);
    return list(max, older.descendingMap());
  }

  private static List<DeadLetters.DeadLetter> list(int max, Map<Long, Entry> newestFirst) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    List<DeadLetters.DeadLetter> letters = new ArrayList<>();
    Iterator<Entry> entries = newestFirst.values().iterator();
    while (letters.size() < max && entries.hasNext()) {
      letters.add(letter(entries.next()));
    }
    return letters;
  }

  Optional<DeadLetters.DeadLetter> find(String id) {
    return Optional.ofNullable(sequence(id)).map(bySequence::get).map(InMemoryDeadLetters::letter);
  }

  private static DeadLetters.DeadLetter letter(Entry entry) {
    String id = Long.toString(entry.stored.sequence);
    return new DeadLetters.DeadLetter(id, entry.stored.event(), entry.reason, entry.diedAtMillis);
  }

  private static @Nullable Long sequence(String id) {
    return IDS.matcher(id).matches() ? Long.valueOf(id) : null;
  }

  /** Takes one out, or answers null when it is no longer there. */
  @Nullable StoredEvent remove(String id) {
    Long sequence = sequence(id);
    Entry entry = sequence == null ? null : bySequence.remove(sequence);
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
