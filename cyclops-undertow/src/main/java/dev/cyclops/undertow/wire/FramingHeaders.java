/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The header lines that say where a request ends, and for whom it is. Confined to one thread. */
final class FramingHeaders implements HeaderLines.Receiver {
  static final long NO_LENGTH = -1;

  /** So many digits always fit into a long. */
  private static final int MAX_DIGITS = 18;

  private static final Refusal TWO_LENGTHS = Refusal.badRequest("more than one Content-Length");
  private static final Refusal BAD_LENGTH =
      Refusal.badRequest("a Content-Length that is not a decimal number");
  private static final Refusal TWO_CODINGS = Refusal.badRequest("more than one Transfer-Encoding");
  private static final Refusal BAD_CODING =
      Refusal.badRequest("a transfer encoding other than chunked");
  private static final Refusal OLD_CODING =
      Refusal.badRequest("a transfer encoding in an HTTP/1.0 request");
  private static final Refusal LENGTH_AND_CODING =
      Refusal.badRequest("both Content-Length and Transfer-Encoding");
  private static final Refusal TWO_HOSTS = Refusal.badRequest("more than one Host");
  private static final Refusal BAD_HOST = Refusal.badRequest("a Host that is none");
  private static final Refusal NO_HOST = Refusal.badRequest("no Host");
  private static final Refusal BAD_EXPECTATION =
      new Refusal(417, "an expectation other than 100-continue");

  private long contentLength;
  private boolean chunked;
  private boolean hasHost;

  void reset() {
    contentLength = NO_LENGTH;
    chunked = false;
    hasHost = false;
  }

  @Override
  public @Nullable Refusal onLine(ByteBuffer in, int name, int nameEnd, int value, int valueEnd) {
    return switch (nameEnd - name) {
      case 4 -> is(in, name, nameEnd, "host") ? onHost(in, value, valueEnd) : null;
      case 6 -> is(in, name, nameEnd, "expect") ? onExpect(in, value, valueEnd) : null;
      case 14 -> is(in, name, nameEnd, "content-length") ? onLength(in, value, valueEnd) : null;
      case 17 -> is(in, name, nameEnd, "transfer-encoding") ? onCoding(in, value, valueEnd) : null;
      default -> null;
    };
  }

  private static boolean is(ByteBuffer in, int from, int to, String name) {
    return ByteClass.equalsIgnoreCase(in, from, to, name);
  }

  private @Nullable Refusal onHost(ByteBuffer in, int from, int to) {
    if (hasHost) {
      return TWO_HOSTS;
    }
    hasHost = true;
    return HostSyntax.matches(in, from, to) ? null : BAD_HOST;
  }

  private static @Nullable Refusal onExpect(ByteBuffer in, int from, int to) {
    return is(in, from, to, "100-continue") ? null : BAD_EXPECTATION;
  }

  private @Nullable Refusal onLength(ByteBuffer in, int from, int to) {
    if (contentLength != NO_LENGTH) {
      return TWO_LENGTHS;
    }
    if (from == to || to - from > MAX_DIGITS) {
      return BAD_LENGTH;
    }
    long length = 0;
    for (int i = from; i < to; i++) {
      byte digit = in.get(i);
      if (!ByteClass.isDigit(digit)) {
        return BAD_LENGTH;
      }
      length = 10 * length + digit - '0';
    }
    contentLength = length;
    return null;
  }

  private @Nullable Refusal onCoding(ByteBuffer in, int from, int to) {
    if (chunked) {
      return TWO_CODINGS;
    }
    chunked = true;
    return is(in, from, to, "chunked") ? null : BAD_CODING;
  }

  /** What the lines say together. */
  @Nullable Refusal check(boolean http10) {
    if (chunked && contentLength != NO_LENGTH) {
      return LENGTH_AND_CODING;
    }
    if (chunked && http10) {
      return OLD_CODING;
    }
    return hasHost || http10 ? null : NO_HOST;
  }

  long contentLength() {
    return contentLength;
  }

  boolean isChunked() {
    return chunked;
  }
}
