/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.io.OutputStream;

/** A body that is there as a whole: one window, no copy. Not thread-safe. */
final class WholeSource extends ByteSource {
  private static final byte[] NOTHING = {};

  WholeSource() {
    super(NOTHING);
  }

  WholeSource reset(byte[] bytes, int offset, int length) {
    buffer = bytes;
    position = offset;
    limit = offset + length;
    return this;
  }

  void release() {
    reset(NOTHING, 0, 0);
  }

  @Override
  boolean refill() {
    return false;
  }

  @Override
  boolean keep() {
    return true;
  }

  @Override
  boolean isLast() {
    return true;
  }

  @Override
  OutputStream encoder(OutputStream out) {
    return out;
  }
}
