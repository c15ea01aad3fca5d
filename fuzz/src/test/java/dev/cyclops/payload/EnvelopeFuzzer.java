/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.fuzz.Check;
import dev.cyclops.fuzz.Pieces;
import java.util.Arrays;

/** An envelope as it comes. */
public final class EnvelopeFuzzer {
  private static final int MAX_EVENT_BYTES = 2048;
  private static final int MAX_ENVELOPE_BYTES = 3072;

  private static final PayloadReader READER =
      new PayloadReader(MAX_EVENT_BYTES, MAX_ENVELOPE_BYTES);

  private EnvelopeFuzzer() {}

  public static void run(byte[] input) {
    Outcome whole = Outcome.of(READER, Encoded.envelope(input));
    Check.same(whole, Outcome.of(READER, Encoded.envelope(input)), "the same each time");
    if (input.length == 0 || input.length > MAX_ENVELOPE_BYTES) {
      Check.that(whole.refusal() != null, "nothing, or too much, is refused");
      return;
    }
    Check.same(whole, inPieces(input, 1), "byte by byte");
    Check.same(whole, inPieces(input, 20), "in pieces");
    Check.same(whole, inPieces(input, 700), "in large pieces");
    Check.same(
        whole,
        Outcome.of(READER, Encoded.envelope(Encoded.gzip(input), "Content-Encoding", "gzip")),
        "compressed");
    Event otherType = Encoded.store(input, "Content-Type", "application/x-sentry-envelope");
    Check.same(whole, Outcome.of(READER, otherType), "on the other route");

    if (whole.payload() != null) {
      byte[] payload = whole.payload();
      Check.that(payload.length <= MAX_EVENT_BYTES, "bounded");
      Check.that(indexOf(input, payload) >= 0, "a payload is cut out, never changed");
      again(whole, payload);
    }
  }

  /** What is read, written in the plainest way, is read again. */
  private static void again(Outcome read, byte[] payload) {
    String id = read.eventId() == null ? "{}" : "{\"event_id\":\"" + read.eventId() + "\"}";
    String type = read.category() == DataCategory.SECURITY ? "raw_security" : "event";
    String item = "{\"type\":\"" + type + "\",\"length\":" + payload.length + "}\n";
    byte[] header = (id + "\n" + item).getBytes(UTF_8);
    byte[] written = Encoded.concat(header, payload);
    PayloadReader roomy = new PayloadReader(MAX_EVENT_BYTES, 2 * MAX_ENVELOPE_BYTES);
    for (byte[] envelope : new byte[][] {written, Encoded.concat(written, new byte[] {'\n'})}) {
      Outcome again = Outcome.of(roomy, Encoded.envelope(envelope));
      Check.that(Arrays.equals(payload, again.payload()), "what is written is read");
      Check.same(read.eventId(), again.eventId(), "and its id");
    }
  }

  private static Outcome inPieces(byte[] input, int longest) {
    Pieces pieces = new Pieces(input, longest);
    EnvelopeReader reader = new EnvelopeReader(MAX_EVENT_BYTES, new GrowingBytes(MAX_EVENT_BYTES));
    reader.reset();
    try {
      for (int from = 0; from < input.length; ) {
        int to = Math.min(input.length, from + pieces.next());
        // Only what was given may be read: the rest of the array is not there yet.
        byte[] piece = Arrays.copyOfRange(input, from, to);
        reader.feed(piece, 0, piece.length, false);
        Arrays.fill(piece, (byte) '"');
        from = to;
      }
      return Outcome.of(reader.finish());
    } catch (UnreadableBodyException e) {
      return Outcome.of(e);
    }
  }

  private static int indexOf(byte[] input, byte[] part) {
    for (int at = 0; at <= input.length - part.length; at++) {
      if (Arrays.equals(input, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }
}
