/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pages lie where in a write-ahead log of SQLite, and which of them are as they were written.
 * SQLite ends at the first that is not, without a word: that is right after a power cut, and wrong
 * when a disk has changed what it had. The format is SQLite's "WAL-mode File Format". Immutable.
 */
final class RawLog {
  private static final int HEADER = 32;
  private static final int PAGE_HEADER = 24;
  private static final int MAGIC = 0x377f0682;
  private static final int CHUNK_PAGES = 64;

  /** What is wrong with it, as far as SQLite would not tell. */
  enum State {
    WHOLE,

    /** The last commit, and that one only: as well a power cut in its midst. */
    LAST_COMMIT,
    DAMAGED
  }

  static final RawLog EMPTY = new RawLog(State.WHOLE, Map.of(), List.of(), Map.of());

  private final State state;
  private final Map<Long, Long> last;
  private final List<Long> damaged;
  private final Map<Long, Long> unread;

  private RawLog(State state, Map<Long, Long> last, List<Long> damaged, Map<Long, Long> unread) {
    this.state = state;
    this.last = last;
    this.damaged = damaged;
    this.unread = unread;
  }

  static RawLog of(Path file) throws IOException {
    if (!SpoolFolder.isThere(file)) {
      return EMPTY;
    }
    try (FileChannel log = FileChannel.open(file)) {
      return new Reader(log).read();
    }
  }

  State state() {
    return state;
  }

  /** Where the last whole version of a page lies, by its number. */
  Map<Long, Long> last() {
    return last;
  }

  /** Where there are pages that are not whole: which they are is not certain either. */
  List<Long> damaged() {
    return damaged;
  }

  /** Of {@link #last} those that SQLite does not come to. */
  Map<Long, Long> unread() {
    return unread;
  }

  private static final class Reader {
    private final FileChannel log;
    private final Map<Long, Long> last = new HashMap<>();
    private final Map<Long, Long> unread = new HashMap<>();
    private final List<Long> damaged = new ArrayList<>();
    private final Map<Long, Long> uncommitted = new HashMap<>();
    private final List<Long> uncommittedDamaged = new ArrayList<>();
    private boolean isBroken;
    private int commitsBehind;

    Reader(FileChannel log) {
      this.log = log;
    }

    RawLog read() throws IOException {
      int stride = PAGE_HEADER + PageFill.PAGE_BYTES;
      long pages = (log.size() - HEADER) / stride;
      if (pages <= 0) {
        return EMPTY;
      }
      ByteBuffer header = RawPages.read(log, 0, HEADER);
      ByteOrder order =
          header.getInt(0) == (MAGIC | 1) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      long sum = sum(0, header, 0, PAGE_HEADER, order);
      boolean headerIsWhole = (header.getInt(0) | 1) == (MAGIC | 1) && sum == header.getLong(24);
      isBroken = !headerIsWhole;
      long before = header.getLong(24);
      long salt = headerIsWhole ? header.getLong(16) : firstSalt(pages, order);
      boolean beforeIsOurs = headerIsWhole;
      boolean beforeIsWhole = headerIsWhole;
      for (long at = 0; at < pages; at += CHUNK_PAGES) {
        int count = (int) Math.min(CHUNK_PAGES, pages - at);
        ByteBuffer chunk = chunk(HEADER + at * stride, count * stride);
        for (int i = 0; i < count && (i + 1) * stride <= chunk.limit(); i++) {
          int from = i * stride;
          long own = sum(before, chunk, from, 8, order);
          own = sum(own, chunk, from + PAGE_HEADER, PageFill.PAGE_BYTES, order);
          boolean isWhole = own == chunk.getLong(from + 16);
          boolean isOurs = chunk.getLong(from + 8) == salt;
          before = chunk.getLong(from + 16);
          isBroken |= !isWhole || !isOurs;
          // What an older log has left behind hangs together too, but not with this one.
          beforeIsOurs = isOurs || (isWhole && beforeIsOurs);
          if (beforeIsOurs) {
            // Where the sum before is not to be trusted, it says nothing.
            boolean isUsable = isWhole || !beforeIsWhole;
            note(chunk, from, isUsable, HEADER + (at + i) * stride + PAGE_HEADER);
          }
          beforeIsWhole = isWhole;
        }
      }
      return new RawLog(state(headerIsWhole), last, damaged, unread);
    }

    /** Empty where the disk does not give it. */
    private ByteBuffer chunk(long at, int length) {
      try {
        return RawPages.read(log, at, length);
      } catch (IOException e) {
        isBroken = true;
        return ByteBuffer.allocate(0);
      }
    }

    /** That of the first page that goes on from the one before. */
    private long firstSalt(long pages, ByteOrder order) throws IOException {
      int stride = PAGE_HEADER + PageFill.PAGE_BYTES;
      ByteBuffer before = RawPages.read(log, HEADER, stride);
      long salt = before.getLong(8);
      for (long at = 1; at < pages; at++) {
        ByteBuffer page = RawPages.read(log, HEADER + at * stride, stride);
        if (page.limit() < stride) {
          return salt;
        }
        if (sum(before.getLong(16), page, order) == page.getLong(16)) {
          return page.getLong(8);
        }
        before = page;
      }
      return salt;
    }

    private static long sum(long before, ByteBuffer page, ByteOrder order) {
      return sum(sum(before, page, 0, 8, order), page, PAGE_HEADER, PageFill.PAGE_BYTES, order);
    }

    private void note(ByteBuffer chunk, int from, boolean isUsable, long at) {
      long page = chunk.getInt(from) & 0xFFFF_FFFFL;
      boolean ends = chunk.getInt(from + 4) != 0;
      if (isUsable && page > 0) {
        uncommitted.put(page, at);
      } else {
        uncommittedDamaged.add(at);
      }
      if (ends) {
        last.putAll(uncommitted);
        if (isBroken) {
          unread.putAll(uncommitted);
        }
        damaged.addAll(uncommittedDamaged);
        uncommitted.clear();
        uncommittedDamaged.clear();
        commitsBehind += isBroken ? 1 : 0;
      }
    }

    private State state(boolean headerIsWhole) {
      if (commitsBehind == 0) {
        return State.WHOLE;
      }
      return headerIsWhole && commitsBehind == 1 ? State.LAST_COMMIT : State.DAMAGED;
    }

    /** Of as many bytes as are a multiple of 8. */
    private static long sum(long before, ByteBuffer bytes, int from, int length, ByteOrder order) {
      ByteBuffer words = bytes.duplicate().order(order);
      int first = (int) (before >>> 32);
      int second = (int) before;
      for (int at = from; at < from + length; at += 8) {
        first += words.getInt(at) + second;
        second += words.getInt(at + 4) + first;
      }
      return ((long) first << 32) | (second & 0xFFFF_FFFFL);
    }
  }
}
