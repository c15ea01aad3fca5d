/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Takes an envelope in pieces, as they are inflated, or in one. Checks its framing to the end, and
 * keeps nothing but header lines and the payload of its event or transaction, or of the security
 * report that is its only item; that of an envelope given in one piece stays where it is. Not
 * thread-safe.
 */
final class EnvelopeReader {
  /** How long a header line may be. */
  static final int MAX_LINE_BYTES = 64 * 1024;

  private static final long LINE_FEEDS = '\n' * Words.ONES;
  private static final byte[] NOTHING = {};

  /** What the next byte belongs to. */
  private enum State {
    ENVELOPE_HEADER,
    ITEM_HEADER,
    PAYLOAD_OF_LENGTH,
    PAYLOAD_OF_LINE,
    /** The LF after a payload of known length. */
    SEPARATOR
  }

  private final int maxEventBytes;
  private final EnvelopeHeaders headers = new EnvelopeHeaders();
  private final GrowingBytes line = new GrowingBytes(MAX_LINE_BYTES);
  private final GrowingBytes copy;

  private State state = State.ENVELOPE_HEADER;
  private long remaining;
  private boolean keeping;
  private boolean anyItem;
  private boolean anyEvent;

  /** Whether all there is so far is one security report. */
  private boolean report;

  private DataCategory category = DataCategory.DEFAULT;
  private @Nullable DataCategory others;
  private byte[] payload = NOTHING;
  private int payloadOffset;
  private int payloadLength;

  EnvelopeReader(int maxEventBytes, GrowingBytes copy) {
    this.maxEventBytes = maxEventBytes;
    this.copy = copy;
  }

  void reset() {
    line.clear();
    state = State.ENVELOPE_HEADER;
    keeping = false;
    anyItem = false;
    anyEvent = false;
    category = DataCategory.DEFAULT;
    others = null;
    forget();
  }

  private void forget() {
    report = false;
    copy.clear();
    payload = NOTHING;
    payloadOffset = 0;
    payloadLength = 0;
  }

  /** Lets go of the bytes fed. */
  void release() {
    headers.release();
    payload = NOTHING;
  }

  /**
   * Takes the next bytes.
   *
   * @param whole true when they are the whole envelope and outlast its reading
   */
  void feed(byte[] bytes, int from, int to, boolean whole) throws UnreadableBodyException {
    int i = from;
    while (i < to) {
      switch (state) {
        case ENVELOPE_HEADER, ITEM_HEADER -> i = feedLine(bytes, i, to);
        case PAYLOAD_OF_LENGTH -> {
          int length = (int) Math.min(remaining, to - i);
          keep(bytes, i, length, whole);
          i += length;
          remaining -= length;
          if (remaining == 0) {
            state = State.SEPARATOR;
          }
        }
        case PAYLOAD_OF_LINE -> {
          int stop = lineFeed(bytes, i, to);
          keep(bytes, i, stop - i, whole);
          i = stop;
          if (i < to) {
            i++;
            state = State.ITEM_HEADER;
          }
        }
        case SEPARATOR -> {
          if (bytes[i++] != '\n') {
            throw ByteSource.malformed("An item of the envelope is longer than its length says.");
          }
          state = State.ITEM_HEADER;
        }
      }
    }
  }

  /** Ends the envelope. */
  Content finish() throws UnreadableBodyException {
    boolean header = state == State.ENVELOPE_HEADER || state == State.ITEM_HEADER;
    // An LF after the last item is allowed, and after the envelope's header.
    if (header && (line.size() > 0 || state == State.ENVELOPE_HEADER)) {
      endLine(line.array(), 0, line.size());
    }
    if (state == State.PAYLOAD_OF_LENGTH) {
      throw ByteSource.malformed("An item of the envelope is shorter than its length says.");
    }
    Payload read = payload();
    Dsn dsn = headers.dsn();
    return new Content(
        read,
        category,
        true,
        report && read != null ? null : others,
        headers.eventId(),
        dsn == null ? null : dsn.publicKey(),
        dsn == null ? 0 : dsn.project(),
        anyEvent && read == null);
  }

  private @Nullable Payload payload() {
    if (report && payloadLength > 0) {
      return new Payload(Payload.Format.REPORTS, category, payload, payloadOffset, payloadLength);
    }
    int start = JsonBytes.skipSpace(payload, payloadOffset, payloadOffset + payloadLength);
    boolean object = start < payloadOffset + payloadLength && payload[start] == '{';
    return anyEvent && object
        ? new Payload(Payload.Format.JSON, category, payload, payloadOffset, payloadLength)
        : null;
  }

  private int feedLine(byte[] bytes, int from, int to) throws UnreadableBodyException {
    int stop = lineFeed(bytes, from, from + Math.min(to - from, MAX_LINE_BYTES + 1));
    if (line.size() + stop - from > MAX_LINE_BYTES) {
      throw ByteSource.tooLarge("A header of the envelope is too long.");
    }
    if (stop == to) {
      line.append(bytes, from, stop - from);
      return to;
    }
    if (line.size() == 0) {
      endLine(bytes, from, stop - from);
    } else {
      line.append(bytes, from, stop - from);
      endLine(line.array(), 0, line.size());
      line.clear();
    }
    return stop + 1;
  }

  private void endLine(byte[] bytes, int offset, int length) throws UnreadableBodyException {
    if (state == State.ENVELOPE_HEADER) {
      headers.readEnvelope(bytes, offset, length);
      state = State.ITEM_HEADER;
      return;
    }
    headers.readItem(bytes, offset, length);
    remaining = headers.itemLength();
    boolean event = headers.itemIsEvent();
    if (event && anyEvent) {
      // Nothing may hide behind the first, which alone is looked at.
      throw ByteSource.malformed("The envelope holds more than one event.");
    }
    if (others == null && !headers.itemIsOfTheEvent()) {
      others = headers.itemCategory();
    }
    if (event && remaining > maxEventBytes) {
      throw tooLarge();
    }
    if (event || !anyItem) {
      category = headers.itemCategory();
    }
    if (report) {
      // Beside other items it is one of them: which go with it, nobody could say.
      forget();
    }
    report = headers.itemIsReport() && !anyItem && remaining <= maxEventBytes;
    keeping = event || report;
    anyItem = true;
    anyEvent |= event;
    if (remaining == EnvelopeHeaders.NO_LENGTH) {
      state = State.PAYLOAD_OF_LINE;
    } else {
      state = remaining == 0 ? State.SEPARATOR : State.PAYLOAD_OF_LENGTH;
    }
  }

  private void keep(byte[] bytes, int offset, int length, boolean whole)
      throws UnreadableBodyException {
    if (!keeping || length == 0) {
      return;
    }
    if (length > maxEventBytes - payloadLength) {
      if (report) {
        forget();
        keeping = false;
        return;
      }
      throw tooLarge();
    }
    if (whole) {
      payload = bytes;
      payloadOffset = offset;
    } else {
      copy.append(bytes, offset, length);
      payload = copy.array();
    }
    payloadLength += length;
  }

  private static UnreadableBodyException tooLarge() {
    return ByteSource.tooLarge("The event in the envelope is too large.");
  }

  /** Index of the next LF, or {@code to}. */
  static int lineFeed(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long found = Words.matches(Words.get(bytes, i), LINE_FEEDS);
      if (found != 0) {
        return i + Words.first(found);
      }
    }
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    return i;
  }
}
