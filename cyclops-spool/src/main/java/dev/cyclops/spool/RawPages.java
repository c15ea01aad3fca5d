/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a file of SQLite and of the write-ahead log beside it, as they lie there: for a file
 * that SQLite itself cannot read any more. Whatever is wrong with a page is wrong with that one
 * only. The format is SQLite's "Database File Format". Not thread-safe.
 */
final class RawPages implements AutoCloseable {
  private static final int FILE_HEADER = 100;

  /** What a map of pages says of one: its kind and the page that leads to it. */
  private static final int MAP_ENTRY = 5;

  /** The map, and those that it has entries of. */
  private static final int PAGES_OF_MAP = PageFill.PAGE_BYTES / MAP_ENTRY + 1;

  private static final byte FREE_PAGE = 2;

  /** Holds nothing: locks are on its bytes. */
  private static final int LOCK_PAGE = 0x40000000 / PageFill.PAGE_BYTES + 1;

  /** 1 TiB of them. */
  private static final int MAX_PAGES = 1 << 27;

  private final @Nullable FileChannel file;
  private final @Nullable FileChannel log;
  private final RawLog index;
  private final int count;
  private final int inFile;

  private RawPages(@Nullable FileChannel file, @Nullable FileChannel log, RawLog index)
      throws IOException {
    this.file = file;
    this.log = log;
    this.index = index;
    long most = file == null ? 0 : pagesOf(file);
    for (long page : index.last().keySet()) {
      most = Math.max(most, page);
    }
    count = (int) Math.min(most, MAX_PAGES);
    inFile = (int) Math.min(file == null ? 0 : pagesOf(file), MAX_PAGES);
  }

  private static long pagesOf(FileChannel file) throws IOException {
    return (file.size() + PageFill.PAGE_BYTES - 1) / PageFill.PAGE_BYTES;
  }

  /** One of the two is enough. */
  static RawPages open(Path file) throws IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    RawLog index = RawLog.of(log);
    FileChannel pages = null;
    FileChannel logged = null;
    boolean opened = false;
    try {
      pages = SpoolFolder.isThere(file) ? FileChannel.open(file) : null;
      logged = SpoolFolder.isThere(log) ? FileChannel.open(log) : null;
      RawPages all = new RawPages(pages, logged, index);
      opened = true;
      return all;
    } finally {
      if (!opened) {
        close(pages);
        close(logged);
      }
    }
  }

  /** Less at the end of it. */
  static ByteBuffer read(FileChannel from, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int read = readTwice(from, buffer, at + buffer.position());
      if (read < 0) {
        break;
      }
    }
    return buffer.flip();
  }

  /** A failure that does not come again costs no page. */
  private static int readTwice(FileChannel from, ByteBuffer buffer, long at) throws IOException {
    try {
      return from.read(buffer, at);
    } catch (IOException e) {
      return from.read(buffer, at);
    }
  }

  /** What is to be read of the log, and what is wrong with it. */
  RawLog log() {
    return index;
  }

  /** They are numbered from 1; a damaged log may say that there are many more than there are. */
  int count() {
    return count;
  }

  /** How many the file has. */
  int inFile() {
    return inFile;
  }

  /** Those that are in the log only. */
  List<Integer> behindTheFile() {
    return index.last().keySet().stream()
        .filter(page -> page > inFile && page <= count)
        .map(Long::intValue)
        .sorted()
        .toList();
  }

  /** Shorter at the end of a file that was cut off; empty when it cannot be read. */
  ByteBuffer page(long number) {
    Long inLog = index.last().get(number);
    try {
      if (inLog != null && log != null) {
        return read(log, inLog, PageFill.PAGE_BYTES);
      }
      return file == null
          ? ByteBuffer.allocate(0)
          : read(file, (number - 1) * PageFill.PAGE_BYTES, PageFill.PAGE_BYTES);
    } catch (IOException e) {
      return ByteBuffer.allocate(0);
    }
  }

  /** Which page it was is not known. */
  ByteBuffer damagedPage(long atInLog) {
    try {
      return log == null ? ByteBuffer.allocate(0) : read(log, atInLog, PageFill.PAGE_BYTES);
    } catch (IOException e) {
      return ByteBuffer.allocate(0);
    }
  }

  /**
   * Those that are in no use: they hold what was deleted. Both the list of them and the map of what
   * each page is for have to say so, since whatever is damaged must not hide what is whole.
   */
  BitSet unused() {
    BitSet unused = listedAsUnused();
    for (int page = unused.nextSetBit(0); page >= 0; page = unused.nextSetBit(page + 1)) {
      int map = (page - 2) / PAGES_OF_MAP * PAGES_OF_MAP + 2;
      map += map == LOCK_PAGE ? 1 : 0;
      int entry = MAP_ENTRY * (page - map - 1);
      ByteBuffer entries = page(map);
      boolean isFree = entry >= 0 && entry < entries.limit() && entries.get(entry) == FREE_PAGE;
      if (!isFree || isNewerThanTheList(page)) {
        unused.clear(page);
      }
    }
    return unused;
  }

  /**
   * Whether a page of a damaged log was written when the list that is left of it said already that
   * the page is unused: it has come into use since, and the newer lists are what was damaged.
   */
  private boolean isNewerThanTheList(long page) {
    Long at = index.last().get(page);
    Long list = index.last().get(1L);
    return at != null && index.state() != RawLog.State.WHOLE && (list == null || at > list);
  }

  private BitSet listedAsUnused() {
    BitSet unused = new BitSet(count + 1);
    ByteBuffer first = page(1);
    long trunk = first.limit() < FILE_HEADER ? 0 : first.getInt(32) & 0xFFFF_FFFFL;
    while (trunk > 0 && trunk <= count && !unused.get((int) trunk)) {
      unused.set((int) trunk);
      ByteBuffer page = page(trunk);
      if (page.limit() < PageFill.PAGE_BYTES) {
        break;
      }
      long leaves = page.getInt(4) & 0xFFFF_FFFFL;
      for (int i = 0; i < leaves && 8 + 4 * i + 4 <= page.limit(); i++) {
        long leaf = page.getInt(8 + 4 * i) & 0xFFFF_FFFFL;
        if (leaf > 0 && leaf <= count) {
          unused.set((int) leaf);
        }
      }
      trunk = page.getInt(0) & 0xFFFF_FFFFL;
    }
    return unused;
  }

  private static void close(@Nullable FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void close() throws IOException {
    close(file);
    close(log);
  }
}
