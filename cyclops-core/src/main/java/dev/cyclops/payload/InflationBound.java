/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

/**
 * Counts what a decoder takes and gives: neither more than a limit nor, once past 64 KiB, more than
 * 200 bytes for each that went in. Not thread-safe.
 */
final class InflationBound {
  private static final long FREE_BYTES = 64 * 1024;
  private static final int MAX_RATIO = 200;

  private long maxBytes;
  private long bytesIn;
  private long bytesOut;

  void begin(long maxBytes) {
    this.maxBytes = maxBytes;
    bytesIn = 0;
    bytesOut = 0;
  }

  void taken(int bytes) {
    bytesIn += bytes;
  }

  void given(int bytes) throws UnreadableBodyException {
    bytesOut += bytes;
    if (bytesOut > maxBytes || (bytesOut > FREE_BYTES && bytesOut > MAX_RATIO * bytesIn)) {
      throw ByteSource.tooLarge("The body is too large once it is decompressed.");
    }
  }
}
