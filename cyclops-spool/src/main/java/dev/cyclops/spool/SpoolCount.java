/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what a spool holds. Not thread-safe. */
final class SpoolCount {
  private record Key(long project, String category) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byProject = Long.compare(project, other.project);
      return byProject != 0 ? byProject : category.compareTo(other.category);
    }
  }

  private static final class Sum {
    private final Map<EventState, Long> events = new EnumMap<>(EventState.class);
    private long bytes;

    private void add(EventState state, long eventBytes) {
      events.merge(state, 1L, Long::sum);
      bytes += eventBytes;
    }
  }

  private final Map<Key, Sum> lines = new TreeMap<>();
  private final Sum all = new Sum();
  private long oldest = Long.MAX_VALUE;
  private long newest;

  void add(EventState state, String category, Entry entry) {
    line(entry.project(), category).add(state, entry.bytes());
    all.add(state, entry.bytes());
    oldest = Math.min(oldest, entry.ageFrom());
    newest = Math.max(newest, entry.ageFrom());
  }

  private Sum line(long project, String category) {
    return lines.computeIfAbsent(new Key(project, category), key -> new Sum());
  }

  void addDead(@Nullable Event event, long bytes) {
    all.add(EventState.DEAD, bytes);
    if (event != null) {
      line(event.project(), event.category().wireName()).add(EventState.DEAD, bytes);
    }
  }

  void addFound(@Nullable Event event, int frameLength) {
    if (event != null) {
      long bytes = Entry.cost(frameLength);
      Entry entry = Entry.of(0, event, event.arrivedAtMillis(), bytes);
      add(EventState.LOOSE, event.category().wireName(), entry);
    }
  }

  SpoolContents contents(long fileBytes, long unusedBytes, boolean damaged) {
    List<SpoolContents.Line> found = new ArrayList<>();
    lines.forEach(
        (key, sum) ->
            found.add(
                new SpoolContents.Line(key.project, key.category, sum.events, sum.bytes)));
    return new SpoolContents(
        found,
        all.events,
        all.bytes,
        fileBytes,
        unusedBytes,
        newest == 0 ? 0 : oldest,
        newest,
        damaged);
  }
}
