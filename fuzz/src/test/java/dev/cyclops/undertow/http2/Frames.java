/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import dev.cyclops.fuzz.Check;
import java.util.Arrays;

/** What must hold for frames that were passed on, told from the frames alone. Serves one run. */
final class Frames {
  private static final int HEADER_BYTES = 9;
  private static final int SETTING_BYTES = 6;
  private static final int MAX_TABLE_BYTES = 4095;

  private final byte[] in;
  private final byte[] out;
  private final int maxHeaderBlockBytes;
  private int headerBlock;
  private boolean open;
  private int useless;
  private int useful;

  Frames(byte[] in, byte[] out, int maxHeaderBlockBytes) {
    this.in = in;
    this.out = out;
    this.maxHeaderBlockBytes = maxHeaderBlockBytes;
  }

  void check(boolean pending) {
    byte[] expected = in.clone();
    int at = FrameGuard.PREFACE.length;
    int type = -1;
    while (in.length - at >= HEADER_BYTES) {
      int length = number(at, 3);
      type = in[at + 3] & 0xFF;
      int flags = in[at + 4];
      Check.that(length <= FrameGuard.MAX_FRAME_BYTES, "no long frame");
      count(type, flags, length);
      at += HEADER_BYTES;
      if (type == 4) {
        settings(expected, at, Math.min(in.length, at + length));
      }
      at += length;
    }
    Check.that(Arrays.equals(expected, out), "nothing changes but the size of a table");
    Check.that(useless <= FrameGuard.MAX_CREDIT + useful, "paid for");
    // Behind its preface a client has to begin.
    boolean begun = type < 0 || at < in.length || (at > in.length && type != 0);
    Check.same(begun || open, pending, "what has begun is pending");
  }

  private void count(int type, int flags, int length) {
    if (type == 0) {
      boolean small = length < 16 && (flags & 1) == 0;
      useless += small ? 1 : 0;
      useful += small ? 0 : 1;
    } else if (type == 1 || type == 9) {
      headerBlock = type == 1 ? length : headerBlock + length;
      open = (flags & 4) == 0;
      useful += type == 1 ? 2 : 0;
      useless += type == 9 ? 1 : 0;
      Check.that(headerBlock <= maxHeaderBlockBytes, "no long header block");
    } else {
      useless += type == 3 ? 8 : 1;
    }
  }

  private void settings(byte[] expected, int from, int to) {
    for (int at = from; at + 2 < to; at += SETTING_BYTES) {
      int end = Math.min(to, at + SETTING_BYTES);
      if (number(at, 2) != 1) {
        continue;
      }
      for (int i = at + 2; i < end; i++) {
        int mask = i == at + 5 ? 0xFF : i == at + 4 ? MAX_TABLE_BYTES >> 8 : 0;
        expected[i] &= (byte) mask;
      }
    }
  }

  private int number(int at, int bytes) {
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      number = number << 8 | in[at + i] & 0xFF;
    }
    return number;
  }
}
