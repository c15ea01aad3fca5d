/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.undertow.protocols.http2.ConnectionErrorException;
import io.undertow.protocols.http2.Http2Channel;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * Watches the frames of one HTTP/2 connection as they come in, below Undertow, which bounds neither
 * their number nor the time they take. Confined to the I/O thread of its connection.
 *
 * <p>Frames that bring no request forward (resets, pings, settings, priorities, window updates,
 * empty ones) are paid for out of a credit; requests and their bodies fill it, and so does time.
 */
final class FrameGuard {
  static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  static final int MAX_FRAME_BYTES = 16 << 10;
  static final int MAX_CREDIT = 1000;

  private static final int CREDIT_PER_SECOND = 100;
  private static final int RESET_COST = 8;
  private static final int REQUEST_GAIN = 2;
  private static final int SMALL_DATA_BYTES = 16;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final int HEADER_BYTES = 9;
  private static final int SETTING_BYTES = 6;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int HEADER_TABLE_SIZE = 1;

  private final int maxHeaderBlockBytes;
  private final LongSupplier nanoClock;
  private final byte[] header = new byte[HEADER_BYTES];
  private int prefaceRead;
  private int headerRead;
  private int type;
  private int payloadLeft;
  private int payloadRead;
  private int settingId;
  private int highestStream;
  private int headerBlockBytes;
  private boolean inHeaderBlock;

  private long credit = MAX_CREDIT;
  private long lastRefill;

  /** Something has begun that must not take long: the preface, or any frame but DATA. */
  private boolean pending = true;

  private boolean pendingIsNew;
  private long pendingSince;

  FrameGuard(int maxHeaderBlockBytes, LongSupplier nanoClock) {
    this.maxHeaderBlockBytes = maxHeaderBlockBytes;
    this.nanoClock = nanoClock;
    this.lastRefill = nanoClock.getAsLong();
    this.pendingSince = lastRefill;
  }

  /**
   * How long the client has not finished what it must finish soon; 0 when there is no such thing.
   */
  long pendingNanos(long now) {
    return pending ? now - pendingSince : 0;
  }

  /**
   * Looks at what came in, and lowers a size that a client would have us remember for it.
   *
   * @param bytes from its position to its limit, which stay as they are
   * @throws ConnectionErrorException when the connection must end, with the code to tell
   */
  void check(ByteBuffer bytes) throws ConnectionErrorException {
    int end = bytes.limit();
    int at = preface(bytes, bytes.position());
    while (at < end) {
      if (payloadLeft > 0) {
        at = payload(bytes, at);
      } else {
        begin();
        header[headerRead++] = bytes.get(at++);
        if (headerRead == HEADER_BYTES) {
          headerRead = 0;
          frame();
        }
      }
      if (payloadLeft == 0 && headerRead == 0 && !inHeaderBlock) {
        pending = false;
      }
    }
    if (pending && pendingIsNew) {
      pendingIsNew = false;
      pendingSince = nanoClock.getAsLong();
    }
  }

  private int preface(ByteBuffer bytes, int from) throws ConnectionErrorException {
    int at = from;
    while (prefaceRead < PREFACE.length && at < bytes.limit()) {
      if (bytes.get(at++) != PREFACE[prefaceRead++]) {
        throw new ConnectionErrorException(Http2Channel.ERROR_PROTOCOL_ERROR, "no preface");
      }
    }
    return at;
  }

  /** A header block of several frames is one thing that has begun. */
  private void begin() {
    if (headerRead == 0 && !inHeaderBlock) {
      pending = true;
      pendingIsNew = true;
    }
  }

  private void frame() throws ConnectionErrorException {
    payloadLeft = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
    payloadRead = 0;
    type = header[3] & 0xff;
    int flags = header[4] & 0xff;
    if (payloadLeft > MAX_FRAME_BYTES) {
      throw new ConnectionErrorException(Http2Channel.ERROR_FRAME_SIZE_ERROR, "a long frame");
    }
    if (inHeaderBlock != (type == CONTINUATION)) {
      // Anything else in between would end the deadline of the block.
      throw new ConnectionErrorException(
          Http2Channel.ERROR_PROTOCOL_ERROR, "a header block with gaps");
    }
    switch (type) {
      case DATA -> data(flags);
      case HEADERS -> headers(flags);
      case CONTINUATION -> headerBlock(flags);
      case RST_STREAM -> pay(RESET_COST);
      default -> pay(1);
    }
  }

  private void data(int flags) throws ConnectionErrorException {
    // Its own deadline is that of the body.
    pending = false;
    if (payloadLeft >= SMALL_DATA_BYTES || (flags & END_STREAM) != 0) {
      earn(1);
    } else {
      pay(1);
    }
  }

  private void headers(int flags) throws ConnectionErrorException {
    int stream =
        ((header[5] & 0x7f) << 24)
            | ((header[6] & 0xff) << 16)
            | ((header[7] & 0xff) << 8)
            | (header[8] & 0xff);
    if (stream > highestStream) {
      highestStream = stream;
      earn(REQUEST_GAIN);
    } else if ((flags & END_STREAM) == 0) {
      // Undertow adds trailers to the headers, as often as they come.
      throw new ConnectionErrorException(
          Http2Channel.ERROR_PROTOCOL_ERROR, "trailers without an end");
    }
    headerBlockBytes = 0;
    headerBlock(flags);
  }

  private void headerBlock(int flags) throws ConnectionErrorException {
    headerBlockBytes += payloadLeft;
    inHeaderBlock = (flags & END_HEADERS) == 0;
    if (headerBlockBytes > maxHeaderBlockBytes) {
      throw new ConnectionErrorException(
          Http2Channel.ERROR_ENHANCE_YOUR_CALM, "a long header block");
    }
    if (inHeaderBlock || type == CONTINUATION) {
      pay(1);
    }
  }

  /** Passes over what is there of the payload; returns where it ends. */
  private int payload(ByteBuffer bytes, int from) {
    int length = Math.min(payloadLeft, bytes.limit() - from);
    if (type == SETTINGS) {
      for (int at = from; at < from + length; at++) {
        setting(bytes, at);
        payloadRead++;
      }
    }
    payloadLeft -= length;
    return from + length;
  }

  /**
   * Leaves at most 4095 of the size of the table that we would keep for the client: Undertow grants
   * any. A smaller one than granted is ours to use.
   */
  private void setting(ByteBuffer bytes, int at) {
    int part = payloadRead % SETTING_BYTES;
    int value = bytes.get(at) & 0xff;
    if (part == 0) {
      settingId = value << 8;
    } else if (part == 1) {
      settingId |= value;
    } else if (settingId == HEADER_TABLE_SIZE && part < 5) {
      bytes.put(at, part == 4 ? (byte) (value & 0x0f) : 0);
    }
  }

  private void earn(int gain) {
    credit = Math.min(MAX_CREDIT, credit + gain);
  }

  private void pay(int cost) throws ConnectionErrorException {
    credit -= cost;
    if (credit >= 0) {
      return;
    }
    // The clock is only asked when it matters.
    long now = nanoClock.getAsLong();
    long seconds = Math.min((now - lastRefill) / NANOS_PER_SECOND, MAX_CREDIT);
    lastRefill = now;
    credit = Math.min(MAX_CREDIT, credit + seconds * CREDIT_PER_SECOND);
    if (credit < 0) {
      throw new ConnectionErrorException(
          Http2Channel.ERROR_ENHANCE_YOUR_CALM, "frames that bring nothing forward");
    }
  }
}
