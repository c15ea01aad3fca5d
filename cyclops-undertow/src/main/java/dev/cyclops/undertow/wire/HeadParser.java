/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static dev.cyclops.undertow.wire.ByteClass.CR;
import static dev.cyclops.undertow.wire.ByteClass.LF;
import static dev.cyclops.undertow.wire.ByteClass.SP;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a request: its first line and its header lines. The bytes may come in any
 * pieces; but for the target, each is looked at once. Confined to one thread.
 */
final class HeadParser {
  /** More bytes are needed. */
  static final int MORE = HeaderLines.MORE;

  /** See {@link #refusal}. */
  static final int BAD = HeaderLines.BAD;

  /** The connection turns to HTTP/2 with these bytes. */
  private static final int MAX_METHOD_BYTES = 32;

  private static final int START = 0;
  private static final int EMPTY_LINE = 1;
  private static final int METHOD = 2;
  private static final int TARGET = 3;
  private static final int VERSION = 4;
  private static final int HEADERS = 5;

  private static final String VERSION_FORM = "HTTP/d.d\r\n";

  private static final Refusal BAD_METHOD = Refusal.badRequest("the request has no valid method");
  private static final Refusal BAD_TARGET =
      Refusal.badRequest("the request target holds what is not visible ASCII");
  private static final Refusal BAD_VERSION =
      Refusal.badRequest("the request line does not end with a version of HTTP");
  private static final Refusal OTHER_VERSION =
      new Refusal(505, "a version of HTTP other than 1.0 and 1.1");

  private final WireLimits limits;
  private final HeaderLines lines;
  private final FramingHeaders framing = new FramingHeaders();
  private final RequestTarget target = new RequestTarget();
  private final Refusal uriTooLong;
  private final Refusal dataUriTooLong;

  private int phase;

  /** Relative to the start of the head, as what follows. */
  private int seen;

  private int method;
  private int targetStart;
  private int targetEnd;
  private int version;
  private int pathStart;
  private int secondMark;
  private byte major;
  private byte minor;
  private @Nullable Refusal refusal;

  HeadParser(WireLimits limits) {
    this.limits = limits;
    lines = new HeaderLines(framing, limits.maxHeaderBytes(), limits.maxHeaderLines(), 431);
    uriTooLong = new Refusal(414, "the URI is longer than " + limits.maxUriBytes() + " bytes");
    dataUriTooLong =
        new Refusal(414, "the URI is longer than " + limits.maxDataUriBytes() + " bytes");
    reset();
  }

  /** A new request. */
  void reset() {
    phase = START;
    seen = 0;
    method = 0;
    secondMark = -1;
    refusal = null;
    lines.reset();
    framing.reset();
  }

  /**
   * Goes on.
   *
   * @param start where the head starts now
   * @param end of what is there
   * @return the index behind the head, {@link #MORE} or {@link #BAD}
   */
  int parse(ByteBuffer in, int start, int end) {
    int pos = start + seen;
    while (pos < end) {
      switch (phase) {
        case START -> {
          if (in.get(pos) == CR) {
            pos++;
            phase = EMPTY_LINE;
          } else {
            phase = METHOD;
          }
        }
        case EMPTY_LINE -> {
          if (in.get(pos++) != LF) {
            return bad(BAD_METHOD);
          }
          method = pos - start;
          phase = METHOD;
        }
        case METHOD -> {
          while (pos < end && ByteClass.isToken(in.get(pos))) {
            pos++;
          }
          int length = pos - start - method;
          if (length > MAX_METHOD_BYTES || (pos < end && (length == 0 || in.get(pos) != SP))) {
            return bad(BAD_METHOD);
          }
          if (pos < end) {
            targetStart = ++pos - start;
            phase = TARGET;
          }
        }
        case TARGET -> {
          while (pos < end && ByteClass.isTarget(in.get(pos))) {
            pos++;
          }
          Refusal refused = checkTarget(in, start, pos, pos < end);
          if (refused != null) {
            return bad(refused);
          }
          if (pos < end) {
            targetEnd = pos - start;
            version = ++pos - start;
            phase = VERSION;
          }
        }
        case VERSION -> {
          byte b = in.get(pos);
          char expected = VERSION_FORM.charAt(pos - start - version);
          if (expected == 'd' ? !ByteClass.isDigit(b) : b != expected) {
            return bad(BAD_VERSION);
          }
          pos++;
          switch (pos - start - version) {
            case 6 -> major = b;
            case 8 -> minor = b;
            case 10 -> {
              if (major != '1' || minor > '1') {
                return bad(OTHER_VERSION);
              }
              version = pos - start;
              phase = HEADERS;
            }
            default -> {}
          }
        }
        default -> {
          return parseHeaders(in, start, end);
        }
      }
    }
    seen = pos - start;
    return MORE;
  }

  private int parseHeaders(ByteBuffer in, int start, int end) {
    seen = version;
    int after = lines.parse(in, start + version, end);
    if (after == BAD) {
      refusal = lines.refusal();
    } else if (after != MORE) {
      refusal = framing.check(minor == '0');
    }
    return refusal == null ? after : BAD;
  }

  private @Nullable Refusal checkTarget(ByteBuffer in, int start, int pos, boolean complete) {
    int from = start + targetStart;
    int length = pos - from;
    boolean get = ByteClass.equalsIgnoreCase(in, start + method, from - 1, "get");
    if (length > (get ? limits.maxDataUriBytes() : limits.maxUriBytes())) {
      return get ? dataUriTooLong : uriTooLong;
    }
    if (!complete) {
      return null;
    }
    if (in.get(pos) != SP || length == 0) {
      return BAD_TARGET;
    }
    Refusal refused = target.check(in, start + method, from, pos);
    if (refused != null) {
      return refused;
    }
    if (length > limits.maxUriBytes() && !target.hasData(in, pos)) {
      return uriTooLong;
    }
    pathStart = target.pathStart() - start;
    secondMark = target.hasDoubleQuery(in, pos) ? target.queryStart() - start : -1;
    return null;
  }

  private int bad(Refusal why) {
    refusal = why;
    return BAD;
  }

  /** Whether more than an empty line has come. */
  boolean hasStarted() {
    return seen > method || phase > METHOD;
  }

  /** Whether Undertow must be given other bytes than those that came. */
  boolean needsEdit() {
    return method > 0 || pathStart > targetStart || secondMark >= 0;
  }

  /** What Undertow is to be given. */
  byte[] edited(byte[] head, int start, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 2);
    out.write(head, start + method, targetStart - method);
    if (pathStart == targetEnd || head[start + pathStart] == '?') {
      out.write('/');
    }
    int end = secondMark < 0 ? pathStart : secondMark;
    out.write(head, start + pathStart, end - pathStart);
    if (secondMark >= 0) {
      out.write('?');
    }
    out.write(head, start + end, length - end);
    return out.toByteArray();
  }

  long contentLength() {
    return framing.contentLength();
  }

  boolean isChunked() {
    return framing.isChunked();
  }

  @Nullable Refusal refusal() {
    return refusal;
  }
}
