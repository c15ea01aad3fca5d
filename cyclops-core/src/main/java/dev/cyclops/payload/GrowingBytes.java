/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.util.Arrays;

/** Bytes put together from pieces, in an array that is used again. Not thread-safe. */
final class GrowingBytes {
  private static final int INITIAL_BYTES = 16 * 1024;

  private final int keptBytes;
  private byte[] array = {};
  private int size;

  /**
   * Empty bytes.
   *
   * @param keptBytes how long the array may be that is used again
   */
  GrowingBytes(int keptBytes) {
    this.keptBytes = keptBytes;
  }

  /** Begins anew; gives back an array that has grown beyond what is kept. */
  void clear() {
    size = 0;
    if (array.length > keptBytes) {
      array = new byte[] {};
    }
  }

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  void append(byte[] from, int offset, int length) {
    makeRoom(length);
    System.arraycopy(from, offset, array, size, length);
    size += length;
  }

  void append(int c) {
    makeRoom(1);
    array[size++] = (byte) c;
  }

  /** The array, with room for so many bytes behind those that are there. */
  byte[] withRoom(int length) {
    makeRoom(length);
    return array;
  }

  /** So many bytes have been written behind those that were there. */
  void added(int length) {
    size += length;
  }

  private void makeRoom(int length) {
    int needed = Math.addExact(size, length);
    if (needed > array.length) {
      int twice = (int) Math.min(Integer.MAX_VALUE - 8, 2L * array.length);
      array = Arrays.copyOf(array, Math.max(INITIAL_BYTES, Math.max(needed, twice)));
    }
  }
}
