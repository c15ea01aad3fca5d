/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import dev.cyclops.fuzz.Check;
import dev.cyclops.fuzz.Pieces;
import io.undertow.protocols.http2.ConnectionErrorException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What comes on an HTTP/2 connection behind its preface. */
public final class FrameGuardFuzzer {
  private static final int MAX_HEADER_BLOCK_BYTES = 600;
  private static final int GOOD = -1;

  /**
   * What became of a connection.
   *
   * @param error the code it ended with, or {@link #GOOD}
   * @param passed how many bytes had come before the call that ended it
   * @param out what was passed on
   * @param pending whether something is to be finished soon
   */
  private record Result(int error, int passed, ByteBuffer out, boolean pending) {}

  private FrameGuardFuzzer() {}

  public static void run(byte[] input) {
    byte[] all = Arrays.copyOf(FrameGuard.PREFACE, FrameGuard.PREFACE.length + input.length);
    System.arraycopy(input, 0, all, FrameGuard.PREFACE.length, input.length);

    Result whole = check(all, Integer.MAX_VALUE);
    Result single = check(all, 1);
    sameWay(whole, single, "byte by byte");
    sameWay(whole, check(all, 20), "in pieces");
    if (whole.error() != GOOD) {
      byte[] before = Arrays.copyOf(all, single.passed());
      Check.same(GOOD, check(before, Integer.MAX_VALUE).error(), "good up to the byte that is bad");
      return;
    }
    byte[] out = whole.out().array();
    Result again = check(out, Integer.MAX_VALUE);
    Check.same(whole.out(), again.out(), "what is passed on is passed on as it is");
    new Frames(all, out, MAX_HEADER_BLOCK_BYTES).check(whole.pending());
  }

  private static void sameWay(Result whole, Result inPieces, String how) {
    Check.same(whole.error(), inPieces.error(), how);
    if (whole.error() == GOOD) {
      Check.same(whole.out(), inPieces.out(), how + ", what is passed on");
      Check.same(whole.pending(), inPieces.pending(), how + ", what is pending");
    }
  }

  private static Result check(byte[] input, int longest) {
    long[] now = {0};
    FrameGuard guard = new FrameGuard(MAX_HEADER_BLOCK_BYTES, () -> now[0]);
    Pieces pieces = new Pieces(input, Math.min(longest, input.length));
    byte[] out = new byte[input.length];
    int from = 0;
    while (from < input.length) {
      int to = longest > input.length ? input.length : Math.min(input.length, from + pieces.next());
      ByteBuffer piece = ByteBuffer.allocate(to - from + 2).position(1).limit(to - from + 1);
      piece.put(input, from, to - from).position(1);
      try {
        guard.check(piece);
      } catch (ConnectionErrorException e) {
        return new Result(e.getCode(), from, ByteBuffer.allocate(0), false);
      }
      Check.that(piece.position() == 1 && piece.remaining() == to - from, "the window stays");
      Check.that(piece.get(0) == 0 && piece.array()[to - from + 1] == 0, "nothing around it");
      piece.get(out, from, to - from);
      from = to;
    }
    return new Result(GOOD, from, ByteBuffer.wrap(out), guard.pendingNanos(1) > 0);
  }
}
