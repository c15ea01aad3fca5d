/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cyclops.testkit.JournalEntry.Kind;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@link FakeSentry} sees, line by line in a file, in place of keeping it in memory: it
 * outlives the process, a {@code kill -9} included, since each line is with the system before the
 * answer leaves. It holds ids and times, never a body. Thread-safe.
 */
public final class SentryJournal implements AutoCloseable {
  private static final Pattern PROJECT = Pattern.compile("/api/(\\d{1,18})/");
  private static final Pattern ITEM_TYPE = Pattern.compile("\"type\"\\s*:\\s*\"([a-z_]{1,40})\"");

  private final OutputStream out;

  private SentryJournal(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins one.
   *
   * @param file made anew
   * @return empty; to be closed
   * @throws UncheckedIOException when the file cannot be written
   */
  public static SentryJournal create(Path file) {
    try {
      return new SentryJournal(new FileOutputStream(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file.getFileName(), e);
    }
  }

  /**
   * Reads one, also while it is being written.
   *
   * @param file as {@link #create} was given
   * @return its complete lines, in the order in which they were written
   * @throws UncheckedIOException when the file cannot be read
   * @throws IllegalArgumentException when it is no journal
   */
  public static List<JournalEntry> read(Path file) {
    try {
      String text = Files.readString(file, US_ASCII);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(JournalEntry::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.getFileName(), e);
    }
  }

  void opened(int connection) {
    write(new JournalEntry(System.nanoTime(), Kind.OPENED, connection, 0, "", "", 0));
  }

  void request(Received request) {
    write(entry(request, request.arrivedNanos(), Kind.REQUEST, 0));
  }

  void answer(Received request, int status) {
    write(entry(request, System.nanoTime(), Kind.ANSWER, status));
  }

  void closed(int connection) {
    write(new JournalEntry(System.nanoTime(), Kind.CLOSED, connection, 0, "", "", 0));
  }

  private static JournalEntry entry(Received request, long nanos, Kind kind, int status) {
    String id = request.eventId();
    return new JournalEntry(
        nanos,
        kind,
        request.connection(),
        project(request),
        itemType(request),
        id == null ? "" : id,
        status);
  }

  static long project(Received request) {
    Matcher matcher = PROJECT.matcher(request.path());
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  static String itemType(Received request) {
    if (!request.path().endsWith("/envelope/")) {
      return "event";
    }
    String text = request.text();
    int item = text.indexOf('\n') + 1;
    int end = text.indexOf('\n', item);
    Matcher matcher = ITEM_TYPE.matcher(text).region(item, end < 0 ? text.length() : end);
    return item > 0 && matcher.find() ? matcher.group(1) : "";
  }

  /** One call for the whole line: what a killed process leaves behind ends with a line. */
  private synchronized void write(JournalEntry entry) {
    try {
      out.write(entry.toLine().getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written", e);
    }
  }

  /** Closes the file; what comes later is an error. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
