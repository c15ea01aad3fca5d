/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Bytes that have come and cannot be passed on yet. No memory while there are none; all of it
 * counts against the budget. Confined to one thread.
 */
final class HeldBytes {
  /** See {@link #fill}. */
  static final int NO_BUDGET = -2;

  private static final int LEAST_BYTES = 512;
  private static final byte[] NONE = {};

  private final ByteBudget budget;
  private ByteBuffer buffer = ByteBuffer.wrap(NONE);
  private int reserved;
  private int start;
  private int end;

  HeldBytes(ByteBudget budget) {
    this.budget = budget;
  }

  boolean isEmpty() {
    return start == end;
  }

  int size() {
    return end - start;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** What holds them, at indices and not at its position. */
  ByteBuffer buffer() {
    return buffer;
  }

  byte[] array() {
    return buffer.array();
  }

  /** Takes bytes over; false when there is no budget for them. */
  boolean append(ByteBuffer in, int from, int to) {
    int size = to - from;
    if (!makeRoom(size)) {
      return false;
    }
    in.get(from, buffer.array(), end, size);
    end += size;
    return true;
  }

  /** Reads what fits; {@link #NO_BUDGET} when nothing may. */
  int fill(StreamSourceConduit source) throws IOException {
    if (!makeRoom(LEAST_BYTES / 2)) {
      return NO_BUDGET;
    }
    buffer.limit(buffer.capacity()).position(end);
    int read = source.read(buffer);
    end += Math.max(0, read);
    return read;
  }

  private boolean makeRoom(int bytes) {
    byte[] array = buffer.array();
    if (array.length - end >= bytes && reserved > 0) {
      return true;
    }
    int size = size();
    int capacity = Integer.highestOneBit(Math.max(LEAST_BYTES, size + bytes) - 1) << 1;
    byte[] target = array;
    if (capacity > reserved) {
      if (!budget.tryAcquire(capacity - reserved)) {
        return false;
      }
      reserved = capacity;
      target = new byte[capacity];
      buffer = ByteBuffer.wrap(target);
    }
    System.arraycopy(array, start, target, 0, size);
    start = 0;
    end = size;
    return true;
  }

  /** Passes bytes on from the start, as many as fit. */
  int moveTo(ByteBuffer out, int atMost) {
    int moved = Math.min(out.remaining(), atMost);
    out.put(buffer.array(), start, moved);
    start += moved;
    if (start == end) {
      clear();
    }
    return moved;
  }

  /** Puts other bytes in the place of some; false when there is no budget for them. */
  boolean replace(int offset, int size, byte[] by) {
    int more = by.length - size;
    if (more > 0 && !makeRoom(more)) {
      return false;
    }
    byte[] array = buffer.array();
    int from = start + offset;
    System.arraycopy(array, from + size, array, from + by.length, end - from - size);
    System.arraycopy(by, 0, array, from, by.length);
    end += more;
    return true;
  }

  /** Drops all behind {@code keep} bytes and holds these there, which need no budget. */
  void endWith(int keep, byte[] last) {
    byte[] all = new byte[keep + last.length];
    System.arraycopy(buffer.array(), start, all, 0, keep);
    System.arraycopy(last, 0, all, keep, last.length);
    clear();
    buffer = ByteBuffer.wrap(all);
    end = all.length;
  }

  /** Drops all. */
  void clear() {
    budget.release(reserved);
    reserved = 0;
    buffer = ByteBuffer.wrap(NONE);
    start = 0;
    end = 0;
  }
}
