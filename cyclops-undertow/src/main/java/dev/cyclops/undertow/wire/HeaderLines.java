/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static dev.cyclops.undertow.wire.ByteClass.CR;
import static dev.cyclops.undertow.wire.ByteClass.LF;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads header lines, or the trailers of a chunked body, up to and with the empty line behind them.
 * The bytes may come in any pieces; each is looked at once. Confined to one thread.
 */
final class HeaderLines {
  /** What happens to each line. */
  interface Receiver {
    /**
     * A line is complete.
     *
     * @return why it is refused, or null
     */
    @Nullable Refusal onLine(ByteBuffer in, int name, int nameEnd, int value, int valueEnd);
  }

  /** More bytes are needed. */
  static final int MORE = -1;

  /** See {@link #refusal}. */
  static final int BAD = -2;

  private static final int NAME = 0;
  private static final int VALUE = 1;
  private static final int LINE_FEED = 2;
  private static final int LAST_LINE_FEED = 3;

  private static final Refusal FOLDED =
      Refusal.badRequest("a header line that starts with a blank");
  private static final Refusal BAD_NAME =
      Refusal.badRequest("a header name that is none, or is not followed by a colon");
  private static final Refusal BAD_VALUE =
      Refusal.badRequest("a control character in a header value");
  private static final Refusal BAD_END =
      Refusal.badRequest("a line that does not end with CR and LF");

  private final Receiver receiver;
  private final int maxBytes;
  private final int maxLines;
  private final Refusal tooManyBytes;
  private final Refusal tooManyLines;

  private int phase;
  private int lines;

  /** Relative to the start of the first line, as what follows. */
  private int seen;

  private int name;
  private int nameEnd;
  private @Nullable Refusal refusal;

  HeaderLines(Receiver receiver, int maxBytes, int maxLines, int status) {
    this.receiver = receiver;
    this.maxBytes = maxBytes;
    this.maxLines = maxLines;
    tooManyBytes = new Refusal(status, "the headers are longer than " + maxBytes + " bytes");
    tooManyLines = new Refusal(status, "more than " + maxLines + " header lines");
  }

  void reset() {
    phase = NAME;
    lines = 0;
    seen = 0;
    name = 0;
    refusal = null;
  }

  /**
   * Goes on.
   *
   * @param start where the first line starts now
   * @param end of what is there
   * @return the index behind the empty line, {@link #MORE} or {@link #BAD}
   */
  int parse(ByteBuffer in, int start, int end) {
    int pos = start + seen;
    while (pos < end) {
      switch (phase) {
        case NAME -> {
          while (pos < end && ByteClass.isToken(in.get(pos))) {
            pos++;
          }
          if (pos < end) {
            byte b = in.get(pos++);
            boolean empty = pos - 1 - start == name;
            if (b == ':' && !empty) {
              nameEnd = pos - 1 - start;
              phase = VALUE;
            } else if (b == CR && empty) {
              phase = LAST_LINE_FEED;
            } else {
              return bad(
                  empty && ByteClass.isBlank(b) ? FOLDED : empty && b == LF ? BAD_END : BAD_NAME);
            }
          }
        }
        case VALUE -> {
          pos = ByteClass.endOfValue(in, pos, end);
          if (pos < end) {
            byte b = in.get(pos++);
            if (b != CR) {
              return bad(b == LF ? BAD_END : BAD_VALUE);
            }
            phase = LINE_FEED;
          }
        }
        case LINE_FEED -> {
          if (in.get(pos++) != LF) {
            return bad(BAD_END);
          }
          Refusal refused = line(in, start, pos);
          if (refused != null) {
            return bad(refused);
          }
          name = pos - start;
          phase = NAME;
        }
        default -> {
          return in.get(pos) == LF ? pos + 1 : bad(BAD_END);
        }
      }
    }
    seen = pos - start;
    // The empty line counts for nothing, in one piece or cut in two.
    int counted = phase == LAST_LINE_FEED ? name : seen;
    return counted > maxBytes ? bad(tooManyBytes) : MORE;
  }

  private @Nullable Refusal line(ByteBuffer in, int start, int end) {
    if (end - start > maxBytes) {
      return tooManyBytes;
    }
    if (++lines > maxLines) {
      return tooManyLines;
    }
    int value = start + nameEnd + 1;
    int valueEnd = end - 2;
    while (value < valueEnd && ByteClass.isBlank(in.get(value))) {
      value++;
    }
    while (value < valueEnd && ByteClass.isBlank(in.get(valueEnd - 1))) {
      valueEnd--;
    }
    return receiver.onLine(in, start + name, start + nameEnd, value, valueEnd);
  }

  private int bad(Refusal why) {
    refusal = why;
    return BAD;
  }

  int lines() {
    return lines;
  }

  @Nullable Refusal refusal() {
    return refusal;
  }
}
