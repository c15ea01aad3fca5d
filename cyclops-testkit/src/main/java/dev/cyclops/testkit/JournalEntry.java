/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.util.Locale;
import java.util.Objects;

/**
 * One line of a {@link SentryJournal}: something that a fake Sentry has seen. Immutable.
 *
 * @param nanos when, as {@link System#nanoTime()} told it there. Under Linux that clock is the same
 *     in all processes of a machine, so that times of several of them may be compared
 * @param kind what
 * @param connection over which connection, 1 for the first of that process
 * @param project the number in the path of the request, 0 where there is none
 * @param itemType the type of an envelope's first item; {@code event} for other bodies; empty for a
 *     connection
 * @param eventId the event's id, empty where there is none
 * @param status the answer's status, 0 where there is no answer
 */
public record JournalEntry(
    long nanos,
    Kind kind,
    int connection,
    long project,
    String itemType,
    String eventId,
    int status) {
  /** What was seen. */
  public enum Kind {
    /** A connection was accepted; with TLS, before its handshake. */
    OPENED,
    /** A request had been read completely. */
    REQUEST,
    /** A request is being answered: written right before the answer. */
    ANSWER,
    /** A connection has ended, whoever ended it. */
    CLOSED
  }

  private static final int FIELDS = 7;
  private static final String NONE = "-";

  /**
   * Checks that the texts can stand in a line.
   *
   * @param nanos when
   * @param kind what
   * @param connection over which connection
   * @param project the number in the path of the request
   * @param itemType the type of an envelope's first item
   * @param eventId the event's id
   * @param status the answer's status
   */
  public JournalEntry {
    Objects.requireNonNull(kind, "kind == null");
    if (!isWord(itemType) || !isWord(eventId)) {
      throw new IllegalArgumentException("a blank in the item type or the id");
    }
  }

  private static boolean isWord(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /**
   * Whether it is the answer that an event has arrived.
   *
   * @return true for a 2xx
   */
  public boolean isAccepted() {
    return kind == Kind.ANSWER && status < 300;
  }

  String toLine() {
    return String.format(
        Locale.ROOT,
        "%d %s %d %d %s %s %d%n",
        nanos,
        kind,
        connection,
        project,
        itemType.isEmpty() ? NONE : itemType,
        eventId.isEmpty() ? NONE : eventId,
        status);
  }

  static JournalEntry parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("no line of a journal: " + line);
    }
    return new JournalEntry(
        Long.parseLong(fields[0]),
        Kind.valueOf(fields[1]),
        Integer.parseInt(fields[2]),
        Long.parseLong(fields[3]),
        fields[4].equals(NONE) ? "" : fields[4],
        fields[5].equals(NONE) ? "" : fields[5],
        Integer.parseInt(fields[6]));
  }
}
