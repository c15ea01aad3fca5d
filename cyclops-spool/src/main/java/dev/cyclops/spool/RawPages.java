/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a file of SQLite and of the write-ahead log beside it, as they lie there: for a file
 * that SQLite itself cannot read any more. Whatever is wrong with a page is wrong with that one
 * only. The format is SQLite's "Database File Format". Not thread-safe.
 */
final class RawPages implements AutoCloseable {
  private static final int FILE_HEADER = 100;
  private static final int LOG_HEADER = 32;
  private static final int LOG_FRAME_HEADER = 24;
  private static final int LOG_MAGIC = 0x377f0682;
  private static final int USUAL_SIZE = 8192;

  private final FileChannel file;
  private final @Nullable FileChannel log;
  private final int size;
  private final long count;

  /** Where the last version of a page lies in the log. */
  private final Map<Long, Long> logged = new HashMap<>();

  private RawPages(FileChannel file, @Nullable FileChannel log) throws IOException {
    this.file = file;
    this.log = log;
    size = pageSize();
    if (log != null) {
      readLog(log);
    }
    long most = file.size() / size;
    for (long page : logged.keySet()) {
      most = Math.max(most, page);
    }
    count = most;
  }

  static RawPages open(Path file) throws IOException {
    FileChannel pages = FileChannel.open(file);
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    try {
      return new RawPages(pages, Files.exists(log) ? FileChannel.open(log) : null);
    } catch (IOException | RuntimeException e) {
      pages.close();
      throw e;
    }
  }

  /** As the header says, or as ours are where it says nothing that can be. */
  private int pageSize() throws IOException {
    ByteBuffer header = read(file, 0, FILE_HEADER);
    if (header.limit() < FILE_HEADER) {
      return USUAL_SIZE;
    }
    int said = header.getShort(16) & 0xFFFF;
    said = said == 1 ? 65_536 : said;
    return said >= 512 && Integer.bitCount(said) == 1 ? said : USUAL_SIZE;
  }

  private void readLog(FileChannel log) throws IOException {
    ByteBuffer header = read(log, 0, LOG_HEADER);
    if (header.limit() < LOG_HEADER
        || (header.getInt(0) | 1) != (LOG_MAGIC | 1)
        || header.getInt(8) != size) {
      return;
    }
    long salt = header.getLong(16);
    long at = LOG_HEADER;
    while (at + LOG_FRAME_HEADER + size <= log.size()) {
      ByteBuffer frame = read(log, at, LOG_FRAME_HEADER);
      long page = frame.getInt(0) & 0xFFFF_FFFFL;
      if (frame.getLong(8) == salt && page > 0 && page < Integer.MAX_VALUE) {
        logged.put(page, at + LOG_FRAME_HEADER);
      }
      at += LOG_FRAME_HEADER + size;
    }
  }

  private static ByteBuffer read(FileChannel from, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int read = from.read(buffer, at + buffer.position());
      if (read < 0) {
        break;
      }
    }
    return buffer.flip();
  }

  int size() {
    return size;
  }

  /** They are numbered from 1. */
  long count() {
    return count;
  }

  /** Shorter at the end of a file that was cut off; empty when it cannot be read. */
  ByteBuffer page(long number) {
    try {
      Long inLog = logged.get(number);
      return inLog != null && log != null
          ? read(log, inLog, size)
          : read(file, (number - 1) * size, size);
    } catch (IOException e) {
      return ByteBuffer.allocate(0);
    }
  }

  /** Those that are in no use, as far as that can be told: they hold what was deleted. */
  Set<Long> unused() {
    Set<Long> unused = new HashSet<>();
    ByteBuffer first = page(1);
    long trunk = first.limit() < FILE_HEADER ? 0 : first.getInt(32) & 0xFFFF_FFFFL;
    while (trunk > 0 && trunk <= count && unused.add(trunk)) {
      ByteBuffer page = page(trunk);
      if (page.limit() < size) {
        break;
      }
      int leaves = page.getInt(4);
      for (int i = 0; i < leaves && 8 + 4 * i + 4 <= size; i++) {
        unused.add(page.getInt(8 + 4 * i) & 0xFFFF_FFFFL);
      }
      trunk = page.getInt(0) & 0xFFFF_FFFFL;
    }
    return unused;
  }

  @Override
  public void close() throws IOException {
    file.close();
    if (log != null) {
      log.close();
    }
  }
}
