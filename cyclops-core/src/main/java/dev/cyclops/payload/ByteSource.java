/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes that come in pieces: a window on an array that is filled again and again. The layers of a
 * body (gzip, base64, zlib) are such sources, each reading from the one below. Not thread-safe.
 */
abstract class ByteSource {
  /** Where the window is; what stands before {@link #position} was read. */
  byte[] buffer;

  int position;
  int limit;

  ByteSource(byte[] buffer) {
    this.buffer = buffer;
  }

  /**
   * Replaces the window, which was read, by the next piece.
   *
   * @return false at the end; otherwise the window holds at least one byte
   * @throws UnreadableBodyException when the bytes below are not what this source decodes, or too
   *     many
   */
  abstract boolean refill() throws UnreadableBodyException;

  /**
   * Undoes what this source and those below it do, so that a body which had to be changed goes on
   * as it came. Valid once reading has begun.
   *
   * @param out where the encoded bytes go; closed with the answer
   * @return takes the bytes as this source would give them; closing it ends the encoding
   */
  abstract OutputStream encoder(OutputStream out) throws IOException;

  /**
   * Asks for every window to come to stand right behind the one before, in {@link #buffer}, which
   * may be another array after each {@link #refill}.
   *
   * @return false when that cannot be had
   */
  boolean keep() {
    return false;
  }

  /** Whether it is known that nothing comes behind the window. */
  boolean isLast() throws UnreadableBodyException {
    return false;
  }

  /** Whether there is a byte to read, after filling the window if it must be. */
  final boolean hasMore() throws UnreadableBodyException {
    return position < limit || refill();
  }

  /** The next byte as 0 to 255, or -1 at the end. */
  final int read() throws UnreadableBodyException {
    return hasMore() ? buffer[position++] & 0xFF : -1;
  }

  /** The first byte that is not white space, or -1; it stays to be read. */
  final int peekBeyondSpace() throws UnreadableBodyException {
    while (hasMore()) {
      position = JsonBytes.skipSpace(buffer, position, limit);
      if (position < limit) {
        return buffer[position] & 0xFF;
      }
    }
    return -1;
  }

  static UnreadableBodyException malformed(String message) {
    return new UnreadableBodyException(UnreadableBodyException.Reason.MALFORMED, message);
  }

  static UnreadableBodyException tooLarge(String message) {
    return new UnreadableBodyException(UnreadableBodyException.Reason.TOO_LARGE, message);
  }
}
