/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes bytes up to a bound. Not thread-safe. */
final class BoundedBytes extends OutputStream {
  /** There were more. */
  static final class FullException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final ByteArrayOutputStream bytes;
  private final long maxBytes;

  BoundedBytes(int expectedBytes, long maxBytes) {
    bytes = new ByteArrayOutputStream(expectedBytes);
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(int b) throws IOException {
    reserve(1);
    bytes.write(b);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    reserve(length);
    bytes.write(from, offset, length);
  }

  private void reserve(int length) throws FullException {
    if (length > maxBytes - bytes.size()) {
      throw new FullException();
    }
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
