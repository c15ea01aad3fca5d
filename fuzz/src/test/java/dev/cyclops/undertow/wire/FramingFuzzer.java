/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.fuzz.Check;
import dev.cyclops.fuzz.Pieces;
import dev.cyclops.undertow.wire.RequestFraming.Stop;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes on one connection. */
public final class FramingFuzzer {
  private static final WireLimits LIMITS = new WireLimits(200, 400, 600, 20);
  private static final int MAX_MESSAGE = 120;

  /** How often one byte may be edited or stop a call without anything being passed on. */
  private static final int MAX_CALLS = 4;

  /**
   * What became of a connection.
   *
   * @param out what was passed on, as text
   * @param ends after how many bytes of it each request ended
   * @param last why it stopped
   * @param edits whether anything was replaced
   */
  private record Result(
      ByteBuffer out,
      List<Integer> ends,
      Stop last,
      @Nullable Refusal refusal,
      boolean inBody,
      boolean edits) {}

  private FramingFuzzer() {}

  public static void run(byte[] input) {
    Result whole = pass(input, input.length + 1);
    sameWay(whole, pass(input, 1), "byte by byte");
    sameWay(whole, pass(input, 7), "in small pieces");
    sameWay(whole, pass(input, 90), "in pieces");

    Refusal refusal = whole.refusal();
    Check.same(whole.last() == Stop.BAD, refusal != null, "a reason, and only for what is bad");
    if (refusal != null) {
      Check.that(refusal.status() >= 400 && refusal.status() < 600, "a refusal");
      Check.that(Check.isOneLine(refusal.detail(), MAX_MESSAGE), "a message of one line");
    }
    byte[] out = whole.out().array();
    if (new String(out, ISO_8859_1).contains("??")) {
      return; // Written for Undertow's parser, which takes one of them away.
    }
    Result again = pass(out, out.length + 1);
    Check.same(whole.out(), again.out(), "what is passed on is passed on as it is");
    Check.same(whole.ends(), again.ends(), "and ends where it ended");
    Check.that(!again.edits() && again.last() != Stop.BAD, "without a change");
    if (!whole.edits()) {
      Check.that(
          Arrays.equals(out, 0, out.length, input, 0, Math.min(out.length, input.length)),
          "nothing is made up");
    }
  }

  /** Of two faults in one head, the pieces decide which is found first; not whether one is. */
  private static void sameWay(Result whole, Result inPieces, String how) {
    Check.same(whole.out(), inPieces.out(), how);
    Check.same(whole.ends(), inPieces.ends(), how + ", the ends");
    Check.same(whole.last(), inPieces.last(), how + ", the last");
    Check.same(whole.inBody(), inPieces.inBody(), how + ", in the body");
    Check.same(whole.edits(), inPieces.edits(), how + ", what is edited");
    Check.same(whole.refusal() == null, inPieces.refusal() == null, how + ", refused");
  }

  private static Result pass(byte[] input, int longest) {
    RequestFraming framing = new RequestFraming(LIMITS);
    Pieces pieces = new Pieces(input, longest);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Integer> ends = new ArrayList<>();
    Stop last = Stop.MORE;
    boolean edits = false;
    int from = 0;
    int arrived = 0;
    while (arrived < input.length && last != Stop.BAD) {
      arrived = Math.min(input.length, arrived + pieces.next());
      int calls = 0;
      do {
        // What has not arrived must not be looked at.
        byte[] held = Arrays.copyOf(input, arrived);
        int to = framing.pass(ByteBuffer.wrap(held), from, arrived);
        last = framing.stop();
        Check.that(from <= to && to <= arrived, "inside");
        calls = to > from ? 0 : calls + 1;
        Check.that(calls <= MAX_CALLS, "goes on");
        out.write(input, from, to - from);
        from = to;
        if (last == Stop.END) {
          ends.add(out.size());
        } else if (last == Stop.EDIT) {
          edits = true;
          int size = framing.tokenBytes();
          Check.that(size > 0 && size <= arrived - from, "an edit lies inside");
          out.writeBytes(framing.edited(held, from));
          from += size;
          calls = 0;
          if (!framing.isInBody()) {
            ends.add(out.size());
          }
        }
      } while (from < arrived && (last == Stop.END || last == Stop.EDIT));
    }
    return new Result(
        ByteBuffer.wrap(out.toByteArray()),
        ends,
        last == Stop.BAD ? last : Stop.MORE,
        last == Stop.BAD ? framing.refusal() : null,
        framing.isInBody(),
        edits);
  }
}
