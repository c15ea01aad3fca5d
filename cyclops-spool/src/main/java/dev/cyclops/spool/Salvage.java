/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in a file that SQLite cannot read any more: in each page of a table, whether
 * anything leads there or not. Whether a frame is whole, its checksum tells. Stateless.
 */
final class Salvage {
  private static final byte TABLE_LEAF = 0x0D;
  private static final int FIRST_PAGE_HEADER = 100;
  private static final int LEAF_HEADER = 8;

  /** Longer than any event may be. */
  private static final int MAX_BYTES = 64 << 20;

  /** What to do with a frame. */
  interface Finder {
    /** Takes over what may be one. */
    void found(long id, byte[] frame) throws SQLException;
  }

  private Salvage() {}

  /** Tells of all that may be frames. */
  static void read(Path file, Finder finder) throws IOException, SQLException {
    try (RawPages pages = RawPages.open(file)) {
      Set<Long> unused = pages.unused();
      for (long number = 1; number <= pages.count(); number++) {
        if (!unused.contains(number)) {
          readPage(pages, number, finder);
        }
      }
    }
  }

  private static void readPage(RawPages pages, long number, Finder finder) throws SQLException {
    ByteBuffer page = pages.page(number);
    int at = number == 1 ? FIRST_PAGE_HEADER : 0;
    if (page.limit() < at + LEAF_HEADER || page.get(at) != TABLE_LEAF) {
      return;
    }
    int cells = page.getShort(at + 3) & 0xFFFF;
    for (int i = 0; i < cells; i++) {
      int pointer = at + LEAF_HEADER + 2 * i;
      if (pointer + 2 > page.limit()) {
        return;
      }
      try {
        readCell(pages, page, page.getShort(pointer) & 0xFFFF, finder);
      } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
        // It leads out of the page: that cell is lost.
      }
    }
  }

  private static void readCell(RawPages pages, ByteBuffer page, int at, Finder finder)
      throws SQLException {
    ByteBuffer cell = page.duplicate().position(Math.min(at, page.limit()));
    long length = varint(cell);
    long id = varint(cell);
    if (length <= 0 || length > Math.min(MAX_BYTES, pages.count() * pages.size())) {
      return;
    }
    byte[] payload = payload(pages, cell, (int) length);
    if (payload == null) {
      return;
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
      finder.found(id, frame);
    }
  }

  /** What lies in the page and in those that it goes on in; null where one is missing. */
  private static byte @Nullable [] payload(RawPages pages, ByteBuffer cell, int length) {
    int usable = pages.size();
    int most = usable - 35;
    int local = length;
    if (length > most) {
      int least = (usable - 12) * 32 / 255 - 23;
      int part = least + (length - least) % (usable - 4);
      local = part <= most ? part : least;
    }
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
