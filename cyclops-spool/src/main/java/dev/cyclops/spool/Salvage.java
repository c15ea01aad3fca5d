/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in a file that SQLite cannot read any more: in each page of a table, whether
 * anything leads there or not. Whether a frame is whole, its checksum tells. Stateless.
 */
final class Salvage {
  private static final byte TABLE_LEAF = 0x0D;
  private static final int LEAF_HEADER = 8;

  /** Longer than any event may be. */
  private static final int MAX_BYTES = 64 << 20;

  /** The row of the table total: its columns' kinds, but for the number's, and its name. */
  private static final byte[] TOTAL = {4, 0, 25, 'e', 'v', 'e', 'n', 't', 's'};

  /** What to do with a frame. */
  interface Finder {
    /**
     * Takes over what may be one.
     *
     * @param certain false where it lay on a page that is not whole, and may have another number
     */
    void found(long id, byte[] frame, boolean certain) throws SQLException;

    /** How many there should be; said once or more than once, or not at all. */
    default void expected(long events) {}
  }

  private Salvage() {}

  /** Tells of all that may be frames. */
  static void read(Path file, Finder finder) throws IOException, SQLException {
    try (RawPages pages = RawPages.open(file)) {
      BitSet unused = pages.unused();
      for (int number = 2; number <= pages.inFile(); number++) {
        if (!unused.get(number)) {
          readPage(pages, pages.page(number), true, finder);
        }
      }
      for (int number : pages.behindTheFile()) {
        if (number > 1 && !unused.get(number)) {
          readPage(pages, pages.page(number), true, finder);
        }
      }
      for (long at : pages.log().damaged()) {
        readPage(pages, pages.damagedPage(at), false, finder);
      }
    }
  }

  /** Tells of those on the pages of the log that SQLite does not come to. */
  static void readUnread(Path file, Finder finder) throws IOException, SQLException {
    try (RawPages pages = RawPages.open(file)) {
      for (long number : pages.log().unread().keySet()) {
        readPage(pages, pages.page(number), true, finder);
      }
      for (long at : pages.log().damaged()) {
        readPage(pages, pages.damagedPage(at), false, finder);
      }
    }
  }

  private static void readPage(RawPages pages, ByteBuffer page, boolean certain, Finder finder)
      throws SQLException {
    if (page.limit() < LEAF_HEADER || page.get(0) != TABLE_LEAF) {
      return;
    }
    int cells = page.getShort(3) & 0xFFFF;
    // Cells do not overlap; those that are wrong might all be the same large one.
    int left = 2 * PageFill.PAGE_BYTES;
    for (int i = 0; i < cells && left > 0; i++) {
      int pointer = LEAF_HEADER + 2 * i;
      if (pointer + 2 > page.limit()) {
        return;
      }
      try {
        left -= readCell(pages, page, page.getShort(pointer) & 0xFFFF, certain, finder);
      } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
        // It leads out of the page: that cell is lost.
      }
    }
  }

  /** How much of the page it takes, about. */
  private static int readCell(
      RawPages pages, ByteBuffer page, int at, boolean certain, Finder finder) throws SQLException {
    ByteBuffer cell = page.duplicate().position(Math.min(at, page.limit()));
    long length = varint(cell);
    long id = varint(cell);
    long most = Math.min(MAX_BYTES, (long) (pages.count() + 1) * PageFill.PAGE_BYTES);
    if (length <= 0 || length > most) {
      return 0;
    }
    byte[] payload = payload(pages, cell, (int) length);
    int local = local((int) length);
    if (payload == null) {
      return local;
    }
    ByteBuffer row = ByteBuffer.wrap(payload);
    long header = varint(row);
    long first = varint(row);
    long second = varint(row);
    // Of two columns: the id, which stands in the key of the row, and bytes.
    boolean isFrame = first == 0 && second >= 12 && second % 2 == 0 && header == row.position();
    if (isFrame && (second - 12) / 2 == row.remaining()) {
      byte[] frame = new byte[row.remaining()];
      row.get(frame);
      finder.found(id, frame, certain);
    } else if (length > TOTAL.length && Arrays.equals(payload, 0, 3, TOTAL, 0, 3)) {
      readTotal(payload, finder);
    }
    return local;
  }

  private static void readTotal(byte[] payload, Finder finder) {
    boolean isTotal = Arrays.equals(payload, 4, TOTAL.length + 1, TOTAL, 3, TOTAL.length);
    byte kind = payload[3];
    int width = payload.length - TOTAL.length - 1;
    if (isTotal && kind >= 1 && kind <= 6 && width <= 8) {
      finder.expected(new BigInteger(payload, TOTAL.length + 1, width).longValue());
    }
  }

  /** How much of a row lies in the page itself. */
  private static int local(int length) {
    int usable = PageFill.PAGE_BYTES;
    int most = usable - 35;
    if (length <= most) {
      return length;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int part = least + (length - least) % (usable - 4);
    return part <= most ? part : least;
  }

  /** What lies in the page and in those that it goes on in; null where one is missing. */
  private static byte @Nullable [] payload(RawPages pages, ByteBuffer cell, int length) {
    int usable = PageFill.PAGE_BYTES;
    int local = local(length);
    byte[] payload = new byte[length];
    cell.get(payload, 0, local);
    int filled = local;
    long next = local < length ? cell.getInt() & 0xFFFF_FFFFL : 0;
    while (filled < length) {
      if (next == 0 || next > pages.count()) {
        return null;
      }
      ByteBuffer page = pages.page(next);
      int part = Math.min(length - filled, usable - 4);
      if (page.limit() < 4 + part) {
        return null;
      }
      next = page.getInt(0) & 0xFFFF_FFFFL;
      page.position(4).get(payload, filled, part);
      filled += part;
    }
    return payload;
  }

  /** Big-endian, seven bits a byte, the ninth with all eight. */
  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      byte next = from.get();
      value = (value << 7) | (next & 0x7F);
      if (next >= 0) {
        return value;
      }
    }
    return (value << 8) | (from.get() & 0xFF);
  }
}
