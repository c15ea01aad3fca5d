/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import dev.cyclops.fuzz.Check;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** What follows the checksum of a frame, which is set right: whoever writes frames has a bug. */
public final class EventFrameFuzzer {
  private static final int SUMMED_FROM = 5;
  private static final long MAX_ALLOCATED_BYTES = 1 << 20;
  private static final int MAX_MESSAGE = 80;

  private EventFrameFuzzer() {}

  public static void run(byte[] input) {
    CRC32C sum = new CRC32C();
    sum.update(input);
    ByteBuffer frame = ByteBuffer.allocate(SUMMED_FROM + input.length);
    frame.put((byte) 1).putInt((int) sum.getValue()).put(input);
    Check.allocatesAtMost(MAX_ALLOCATED_BYTES, () -> read(frame.array()));
    EventFrame.publicKey(frame.array());
    EventFrame.publicKey(input);
    try {
      EventFrame.decode(input, new EventPool());
    } catch (BadFrameException e) {
      Check.that(Check.isOneLine(e.getMessage(), MAX_MESSAGE), "in a line");
    }
  }

  private static void read(byte[] frame) {
    try {
      byte[] again = EventFrame.encode(EventFrame.decode(frame, new EventPool()));
      byte[] third = EventFrame.encode(EventFrame.decode(again, new EventPool()));
      Check.that(Arrays.equals(again, third), "read as written");
    } catch (BadFrameException e) {
      Check.that(Check.isOneLine(e.getMessage(), MAX_MESSAGE), "in a line");
    }
  }
}
