/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.testkit.JournalEntry;
import dev.cyclops.testkit.JournalEntry.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a fake Sentry saw, measured by its own clock. Immutable. */
public final class SentryView {
  private final List<JournalEntry> entries;

  public SentryView(List<JournalEntry> journal) {
    entries = journal.stream().sorted(Comparator.comparingLong(JournalEntry::nanos)).toList();
  }

  /** Only what concerns some of the requests. */
  SentryView only(Predicate<JournalEntry> wanted) {
    return new SentryView(entries.stream().filter(wanted).toList());
  }

  /** Only what happened from one time up to another. */
  public SentryView between(long fromNanos, long toNanos) {
    return only(entry -> entry.nanos() >= fromNanos && entry.nanos() < toNanos);
  }

  private Stream<JournalEntry> of(Kind kind) {
    return entries.stream().filter(entry -> entry.kind() == kind);
  }

  public long requests() {
    return of(Kind.REQUEST).count();
  }

  /** Connections, used or not. */
  long connections() {
    return of(Kind.OPENED).count();
  }

  /** Requests, or connections where there were more of those. */
  long attempts() {
    return Math.max(requests(), connections());
  }

  Set<String> acceptedIds() {
    Set<String> ids = new HashSet<>();
    entries.stream().filter(JournalEntry::isAccepted).map(JournalEntry::eventId).forEach(ids::add);
    return ids;
  }

  /** Each event's deliveries that were accepted, in their order, by the event's id. */
  public Map<String, List<Delivery>> deliveries() {
    Map<Integer, Long> begun = new HashMap<>();
    Map<String, List<Delivery>> deliveries = new HashMap<>();
    for (JournalEntry entry : entries) {
      if (entry.kind() == Kind.REQUEST) {
        begun.put(entry.connection(), entry.nanos());
      } else if (entry.isAccepted() && !entry.eventId().isEmpty()) {
        long arrived = begun.getOrDefault(entry.connection(), entry.nanos());
        deliveries
            .computeIfAbsent(entry.eventId(), id -> new ArrayList<>(1))
            .add(new Delivery(arrived, entry.nanos()));
      }
    }
    return deliveries;
  }

  /**
   * A request that Sentry has accepted.
   *
   * @param arrivedNanos when it had been read
   * @param answeredNanos when its answer was about to be written
   */
  public record Delivery(long arrivedNanos, long answeredNanos) {}

  /** When the first event was accepted, {@link Long#MAX_VALUE} for never. */
  long firstAcceptedNanos() {
    return entries.stream()
        .filter(JournalEntry::isAccepted)
        .mapToLong(JournalEntry::nanos)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  /** Only the answers with a status. */
  SentryView answers(int status) {
    return only(entry -> entry.kind() == Kind.ANSWER && entry.status() == status);
  }

  /** When the first of all this was. */
  long firstNanos() {
    return entries.get(0).nanos();
  }

  /** When the last of all this was. */
  long lastNanos() {
    return entries.get(entries.size() - 1).nanos();
  }

  /** The most requests that came within any second. */
  public int busiestSecond() {
    Deque<Long> window = new ArrayDeque<>();
    int most = 0;
    for (JournalEntry entry : entries) {
      if (entry.kind() == Kind.REQUEST) {
        window.addLast(entry.nanos());
        while (entry.nanos() - window.getFirst() >= SECONDS.toNanos(1)) {
          window.removeFirst();
        }
        most = Math.max(most, window.size());
      }
    }
    return most;
  }

  /**
   * The most requests that had come and were neither answered nor given up; of one life of Sentry.
   */
  int mostInFlight() {
    Set<Integer> open = new HashSet<>();
    int most = 0;
    for (JournalEntry entry : entries) {
      switch (entry.kind()) {
        case REQUEST -> open.add(entry.connection());
        case ANSWER, CLOSED -> open.remove(entry.connection());
        case OPENED -> {}
      }
      most = Math.max(most, open.size());
    }
    return most;
  }
}
