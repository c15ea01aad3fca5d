/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.EventId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What can become of the files of a spool. */
enum Damage {
  DELETED,
  CUT,
  FLIPPED,
  ZEROED,
  /** Something at the end, an old copy in its place. */
  REPLACED;

  private static final String FILE = SpoolFolder.FILE_NAME;
  private static final String LOG = FILE + "-wal";

  /**
   * Damages a copy.
   *
   * @return whose bytes were there where something was changed
   */
  Set<EventId> to(Path copy, SpoolShape shape, SplittableRandom random) throws IOException {
    String name = shape.hasLog() && random.nextBoolean() ? LOG : FILE;
    return switch (this) {
      case DELETED -> delete(copy, shape, random);
      case CUT -> cut(copy.resolve(name), shape, random);
      case FLIPPED -> flip(copy.resolve(name), shape, random);
      case ZEROED -> zero(copy.resolve(name), shape, random);
      case REPLACED -> replace(copy.resolve(name), shape, random);
    };
  }

  private static Set<EventId> delete(Path copy, SpoolShape shape, SplittableRandom random)
      throws IOException {
    List<List<String>> choices =
        List.of(
            List.of(FILE),
            List.of(LOG),
            List.of(FILE, LOG),
            List.of(SpoolFolder.LOCK_NAME),
            List.of(SpoolFolder.LOCK_NAME, FILE));
    Set<EventId> touched = new HashSet<>();
    for (String name : choices.get(random.nextInt(choices.size()))) {
      Files.deleteIfExists(copy.resolve(name));
      touched.addAll(shape.on(name, 0, Long.MAX_VALUE));
    }
    return touched;
  }

  private static Set<EventId> cut(Path file, SpoolShape shape, SplittableRandom random)
      throws IOException {
    long length = random.nextInt(8) == 0 ? 0 : random.nextLong(Files.size(file));
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(length);
    }
    // A commit whose end is missing is none.
    long from = name(file).equals(LOG) ? shape.endOfCommitBefore(length) : length;
    return shape.on(name(file), from, Long.MAX_VALUE);
  }

  private static Set<EventId> flip(Path file, SpoolShape shape, SplittableRandom random)
      throws IOException {
    Set<EventId> touched = new HashSet<>();
    int bits = random.nextInt(4) > 0 ? 1 : 2 + random.nextInt(30);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < bits; i++) {
        long at = random.nextLong(opened.length());
        opened.seek(at);
        int was = opened.read();
        opened.seek(at);
        opened.write(was ^ (1 << random.nextInt(8)));
        touched.addAll(around(file, at, at + 1, shape));
      }
    }
    return touched;
  }

  private static Set<EventId> zero(Path file, SpoolShape shape, SplittableRandom random)
      throws IOException {
    Set<EventId> touched = new HashSet<>();
    int bytes = random.nextBoolean() ? SpoolShape.PAGE : SpoolShape.PAGE / 2;
    int pages = random.nextInt(4) > 0 ? 1 : 2 + random.nextInt(3);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < pages; i++) {
        long at = random.nextLong(opened.length()) / bytes * bytes;
        opened.seek(at);
        opened.write(new byte[(int) Math.min(bytes, opened.length() - at)]);
        touched.addAll(around(file, at, at + bytes, shape));
      }
    }
    return touched;
  }

  /** What was written of a log's page may decide on its whole commit. */
  private static Set<EventId> around(Path file, long from, long to, SpoolShape shape)
      throws IOException {
    if (!name(file).equals(LOG)) {
      return shape.on(FILE, from, to);
    }
    long inPage = (from - SpoolShape.LOG_HEADER) % SpoolShape.LOG_PAGE;
    boolean head = inPage < 24 || inPage + to - from > SpoolShape.LOG_PAGE;
    long begin = head ? shape.endOfCommitBefore(from) : from;
    return shape.on(LOG, begin, to);
  }

  private static Set<EventId> replace(Path file, SpoolShape shape, SplittableRandom random)
      throws IOException {
    if (Files.exists(shape.older) && random.nextBoolean()) {
      Path whole = file.resolveSibling(FILE);
      Files.copy(shape.older, whole, StandardCopyOption.REPLACE_EXISTING);
      return shape.on(FILE, 0, Long.MAX_VALUE);
    }
    byte[] garbage = new byte[1 + random.nextInt(100_000)];
    random.nextBytes(garbage);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(opened.length());
      opened.write(garbage);
    }
    return Set.of();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
