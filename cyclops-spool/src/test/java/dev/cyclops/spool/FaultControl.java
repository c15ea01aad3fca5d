/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What {@code faults.c} is told and tells, in memory that both have mapped. Not thread-safe. */
final class FaultControl {
  static final String VARIABLE = "CYCLOPS_FAULTS";
  static final int BYTES = 9 * Long.BYTES + 4024;

  /** Errors of Linux. */
  static final int EIO = 5;

  static final int ENOSPC = 28;

  /** How calls fail; as the library numbers them. */
  enum How {
    ONCE,
    FROM_THEN_ON,

    /** A write is cut in half before. */
    SHORT_ONCE,
    SHORT_FROM_THEN_ON
  }

  /** Which calls are counted, and fail; bits. */
  static final int ALL = 0;

  static final int WRITES = 4;
  static final int SYNCS = 8;

  private static final int CALLS = 0;
  private static final int FAILS = 8;
  private static final int ERROR = 16;
  private static final int HOW = 24;
  private static final int FAILED = 32;
  private static final int HANGS = 40;
  private static final int HANGING = 48;
  private static final int ONLY = 56;
  private static final int FOLDER = 64;
  private static final int PATH = 72;

  private final MappedByteBuffer memory;

  private FaultControl(MappedByteBuffer memory) {
    this.memory = memory;
    memory.order(ByteOrder.nativeOrder());
  }

  /** Of the process that runs here, or of another one, which may still be to be started. */
  static FaultControl of(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new FaultControl(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }
  }

  /** Counts what concerns this folder from now on, beginning at 0, and lets none of it fail. */
  void watch(Path folder) {
    letAllThrough();
    byte[] path = (folder.toAbsolutePath() + "\0").getBytes(StandardCharsets.UTF_8);
    memory.putLong(FOLDER, memory.getLong(FOLDER) + 1);
    memory.put(PATH, path, 0, path.length);
    memory.putLong(CALLS, 0);
    memory.putLong(FAILED, 0);
  }

  /** Lets a call fail, counted from now on from 1. */
  void fail(long call, int error, How how, int only) {
    memory.putLong(FAILS, 0);
    memory.putLong(ONLY, only);
    memory.putLong(ERROR, error);
    memory.putLong(HOW, how.ordinal());
    memory.putLong(CALLS, 0);
    memory.putLong(FAILS, call);
  }

  void letAllThrough() {
    memory.putLong(FAILS, 0);
    memory.putLong(HANGS, 0);
  }

  void hang() {
    memory.putLong(HANGS, 1);
  }

  long calls() {
    return memory.getLong(CALLS);
  }

  long failed() {
    return memory.getLong(FAILED);
  }

  long hanging() {
    return memory.getLong(HANGING);
  }
}
