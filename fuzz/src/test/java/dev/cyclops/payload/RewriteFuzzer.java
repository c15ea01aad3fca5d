/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import dev.cyclops.fuzz.Check;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A byte that says how the body is wrapped, then JSON or an envelope, which is to be changed. */
public final class RewriteFuzzer {
  private static final int MAX_BYTES = 8192;

  private static final PayloadReader READER =
      new PayloadReader(MAX_BYTES, MAX_BYTES, Encoded.DECODERS);
  private static final PayloadReader ROOMY =
      new PayloadReader(2 * MAX_BYTES, 2 * MAX_BYTES, Encoded.DECODERS);
  private static final BodyRewriter REWRITER = READER.rewriter();

  private RewriteFuzzer() {}

  public static void run(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    Layer layer = Layer.values()[(input[0] & 0xFF) % Layer.values().length];
    byte[] plain = Arrays.copyOfRange(input, 1, input.length);
    // As long as nobody writes it down, no input holds it.
    EventId id = new EventId(0x5eed_0000_0000_0000L | input.length, Arrays.hashCode(input));
    try {
      Event store = layer.request(Route.STORE, plain);
      if (isReadable(store)) {
        event(layer, store, id);
      }
      if (layer.isForEnvelopes()) {
        Event envelope = layer.request(Route.ENVELOPE, plain);
        if (isReadable(envelope)) {
          envelope(layer, envelope, plain, id);
        }
      }
    } catch (UnreadableBodyException e) {
      throw new AssertionError("what was read once can be changed, and read again", e);
    }
  }

  private static boolean isReadable(Event event) {
    return Outcome.of(READER, event).refusal() == null;
  }

  private static void event(Layer layer, Event event, EventId id)
      throws IOException, UnreadableBodyException {
    Content content = READER.read(event);
    byte[] before = bytes(content);
    Event changed = REWRITER.withEventId(event, content, id);
    if (!JsonSplice.isWhole(before)) {
      Check.that(changed == event, "broken JSON is left alone");
      return;
    }
    byte[] after = bytes(ROOMY.read(changed));
    Check.same(id, PayloadReader.findEventId(payload(after)), "the id that was given");
    Check.that(Arrays.equals(after, json(layer.unwrap(changed))), "wrapped as it came");
    JsonSplice.check(before, after, "event_id", '"' + id.toString() + '"');
    Check.that(REWRITER.sentLater(event, 1) == event, "has no time at which it was sent");
  }

  private static void envelope(Layer layer, Event event, byte[] plain, EventId id)
      throws IOException, UnreadableBodyException {
    Content content = READER.read(event);
    Event changed = REWRITER.withEventId(event, content, id);
    Outcome before = Outcome.of(READER, event);
    Outcome after = Outcome.of(ROOMY, changed);
    Check.same(id, after.eventId(), "the id that was given");
    Check.that(Arrays.equals(before.payload(), after.payload()), "the same payload");
    JsonSplice.check(plain, layer.unwrap(changed), "event_id", '"' + id.toString() + '"');

    long millis = 60_001 + (id.low() & 0x3FFF_FFFF);
    Event later = REWRITER.sentLater(event, millis);
    Check.same(before, Outcome.of(READER, later), "all but the time is read as it was");
    SentLater.check(plain, layer.unwrap(later), millis);

    DataCategory others = others(READER.read(event));
    byte[] rest = layer.unwrap(REWRITER.withoutItsEvent(event));
    Check.that(Arrays.equals(rest(plain), rest), "the other items, and nothing else");
    Content reduced = ROOMY.read(layer.request(Route.ENVELOPE, rest));
    // Browsers' reports alone are read as what they are.
    Payload left = reduced.payload();
    Check.that(left == null || left.format() == Payload.Format.REPORTS, "no event is left");
    Check.same(others, others(reduced), "the others are the others");
    Check.same(before.eventId(), reduced.eventId(), "the header is the header");
  }

  /** A browser's report is one of the others, until it is alone. */
  private static @Nullable DataCategory others(Content content) {
    Payload payload = content.payload();
    return payload != null && payload.format() == Payload.Format.REPORTS
        ? payload.category()
        : content.others();
  }

  /** What an accepted envelope is without its event, found by its framing alone. */
  private static byte[] rest(byte[] plain) throws UnreadableBodyException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    EnvelopeHeaders headers = new EnvelopeHeaders();
    int at = lineEnd(plain, 0);
    rest.write(plain, 0, at);
    while (at < plain.length) {
      int end = lineEnd(plain, at);
      boolean ended = plain[end - 1] == '\n';
      headers.readItem(plain, at, end - at - (ended ? 1 : 0));
      end =
          headers.itemLength() == EnvelopeHeaders.NO_LENGTH
              ? lineEnd(plain, end)
              : Math.min(plain.length, end + headers.itemLength() + 1);
      if (!headers.itemIsOfTheEvent()) {
        rest.write(plain, at, end - at);
      }
      at = end;
    }
    return rest.toByteArray();
  }

  /** Index behind the LF, or the end. */
  private static int lineEnd(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return Math.min(bytes.length, at + 1);
  }

  /** What is read: white space before it stays in a query, which is changed in place. */
  private static byte[] json(byte[] text) {
    return Arrays.copyOfRange(text, JsonBytes.skipSpace(text, 0, text.length), text.length);
  }

  private static byte[] bytes(Content content) {
    Payload payload = content.payload();
    if (payload == null) {
      throw new AssertionError("an event has a payload");
    }
    int from = payload.offset();
    return Arrays.copyOfRange(payload.array(), from, from + payload.length());
  }

  private static Payload payload(byte[] json) {
    return new Payload(Payload.Format.JSON, DataCategory.ERROR, json, 0, json.length);
  }
}
