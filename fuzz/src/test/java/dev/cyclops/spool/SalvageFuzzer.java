/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.BadFrameException;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventPool;
import dev.cyclops.event.Route;
import dev.cyclops.fuzz.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A spool that was damaged. The first byte says how: what follows is written over parts of a whole
 * one (a byte which file, two bytes where, a byte how much, and what), or is all that there is of
 * the file or of its log.
 */
public final class SalvageFuzzer {
  /** Each page of the small file may lead to all of the others, some times. */
  private static final long MAX_ALLOCATED_BYTES = 64 << 20;

  private static final int PAGE = 8192;
  private static final Path FILE;
  private static final Path LOG;
  private static final byte[] WHOLE;
  private static final byte[] WHOLE_LOG;

  static {
    try {
      Path folder = Files.createTempDirectory("salvage");
      Path spool = folder.resolve("spool");
      FILE = folder.resolve("damaged.db");
      LOG = folder.resolve("damaged.db-wal");
      put(spool).close();
      SpoolStorage second = put(spool);
      WHOLE = Files.readAllBytes(spool.resolve("spool.db"));
      WHOLE_LOG = Files.readAllBytes(spool.resolve("spool.db-wal"));
      second.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SalvageFuzzer() {}

  private static SpoolStorage put(Path spool) {
    SpoolStorage storage = SpoolStorage.builder(spool).build();
    for (int bytes : new int[] {10, 1000, 20_000}) {
      Event event =
          Event.builder(Route.STORE)
              .project(1)
              .body(new byte[bytes])
              .build()
              .accepted(1, "key", null, DataCategory.ERROR, new EventPool());
      storage.put(event).toCompletableFuture().join();
    }
    return storage;
  }

  public static void run(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] file = WHOLE.clone();
    byte[] log = WHOLE_LOG.clone();
    switch (input[0] & 3) {
      case 0 -> {
        // Behind the first page, in which there are no events.
        file = new byte[PAGE + input.length - 1];
        System.arraycopy(input, 1, file, PAGE, input.length - 1);
        log = new byte[0];
      }
      case 1 -> log = Arrays.copyOfRange(input, 1, input.length);
      default -> overwrite(input, file, log);
    }
    Files.write(FILE, file);
    Files.write(LOG, log);
    long[] found = new long[1];
    Check.allocatesAtMost(MAX_ALLOCATED_BYTES, () -> found[0] = read());
    Check.that((input[0] & 3) != 2 || input.length > 1 || found[0] == 6, "all of a whole one");
  }

  private static void overwrite(byte[] input, byte[] file, byte[] log) {
    int at = 1;
    while (at + 4 < input.length) {
      byte[] into = (input[at] & 1) == 0 ? file : log;
      int place = (input[at] & 0xFE) << 15 | (input[at + 1] & 0xFF) << 8 | (input[at + 2] & 0xFF);
      int count = Math.min(1 + (input[at + 3] & 15), input.length - at - 4);
      place = into.length == 0 ? 0 : place % into.length;
      System.arraycopy(input, at + 4, into, place, Math.min(count, into.length - place));
      at += 4 + count;
    }
  }

  /** How many whole events it finds. */
  private static long read() {
    AtomicLong whole = new AtomicLong();
    EventPool pool = new EventPool();
    Salvage.Finder finder =
        (id, frame, certain) -> {
          try {
            byte[] again = EventFrame.encode(EventFrame.decode(frame, pool));
            Check.that(Arrays.equals(again, frame), "nothing but what was put");
            whole.incrementAndGet();
          } catch (BadFrameException e) {
            // That is lost.
          }
        };
    try {
      Salvage.read(FILE, finder);
      long all = whole.get();
      Salvage.readUnread(FILE, finder);
      return all;
    } catch (IOException | SQLException e) {
      throw new AssertionError("whatever there is can be read", e);
    }
  }
}
