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
 * Reads what stands between the pieces of a chunked body: the end of a chunk, the size of the next,
 * and behind the last the trailers. The bytes may come in any pieces; each is looked at once.
 * Confined to one thread.
 */
final class ChunkParser {
  /** More bytes are needed. */
  static final int MORE = HeaderLines.MORE;

  /** See {@link #refusal}. */
  static final int BAD = HeaderLines.BAD;

  private static final int MAX_SIZE_DIGITS = 8;

  /** In a whole body: nobody has a use for them. */
  private static final int MAX_EXTENSION_BYTES = 1 << 10;

  private static final int DATA_CR = 0;
  private static final int DATA_LF = 1;
  private static final int SIZE = 2;
  private static final int EXTENSION = 3;
  private static final int SIZE_LF = 4;
  private static final int TRAILERS = 5;

  private static final Refusal BAD_DATA_END =
      Refusal.badRequest("a chunk that is not followed by CR and LF");
  private static final Refusal BAD_SIZE =
      Refusal.badRequest("the size of a chunk is not a hexadecimal number");
  private static final Refusal LARGE_SIZE =
      Refusal.badRequest("the size of a chunk has more than " + MAX_SIZE_DIGITS + " digits");
  private static final Refusal BAD_EXTENSION =
      Refusal.badRequest("a chunk extension with what does not belong there");
  private static final Refusal LONG_EXTENSIONS =
      Refusal.badRequest("chunk extensions longer than " + MAX_EXTENSION_BYTES + " bytes");
  private static final Refusal FRAMING_TRAILER =
      Refusal.badRequest("a trailer that says where a request ends, or for whom it is");

  private final HeaderLines trailers;

  private int phase;
  private boolean first;
  private int seen;
  private int trailersStart;
  private int digits;
  private long size;
  private int extensionBytes;
  private @Nullable Refusal refusal;

  ChunkParser(WireLimits limits) {
    trailers =
        new HeaderLines(
            ChunkParser::checkTrailer, limits.maxHeaderBytes(), limits.maxHeaderLines(), 400);
  }

  private static @Nullable Refusal checkTrailer(
      ByteBuffer in, int name, int nameEnd, int value, int valueEnd) {
    boolean framing =
        switch (nameEnd - name) {
          case 4 -> ByteClass.equalsIgnoreCase(in, name, nameEnd, "host");
          case 6 -> ByteClass.equalsIgnoreCase(in, name, nameEnd, "expect");
          case 14 -> ByteClass.equalsIgnoreCase(in, name, nameEnd, "content-length");
          case 17 -> ByteClass.equalsIgnoreCase(in, name, nameEnd, "transfer-encoding");
          default -> false;
        };
    return framing ? FRAMING_TRAILER : null;
  }

  /** A new body. */
  void reset() {
    first = true;
    extensionBytes = 0;
    phase = SIZE;
    begin();
  }

  /** The data of the last chunk is over. */
  void next() {
    first = false;
    phase = DATA_CR;
    begin();
  }

  private void begin() {
    seen = 0;
    digits = 0;
    size = 0;
    refusal = null;
  }

  /**
   * Goes on.
   *
   * @param start where the last piece of content has ended, or the body starts
   * @param end of what is there
   * @return the index behind the line, or behind the whole body; {@link #MORE} or {@link #BAD}
   */
  int parse(ByteBuffer in, int start, int end) {
    int pos = start + seen;
    while (pos < end) {
      switch (phase) {
        case DATA_CR -> {
          if (in.get(pos++) != CR) {
            return bad(BAD_DATA_END);
          }
          phase = DATA_LF;
        }
        case DATA_LF -> {
          if (in.get(pos++) != LF) {
            return bad(BAD_DATA_END);
          }
          phase = SIZE;
        }
        case SIZE -> {
          byte b = in.get(pos++);
          if (ByteClass.isHex(b)) {
            if (++digits > MAX_SIZE_DIGITS) {
              return bad(LARGE_SIZE);
            }
            size = size << 4 | Character.digit(b, 16);
          } else if (digits > 0 && b == CR) {
            phase = SIZE_LF;
          } else if (digits > 0 && b == ';') {
            phase = EXTENSION;
          } else {
            return bad(BAD_SIZE);
          }
        }
        case EXTENSION -> {
          byte b = in.get(pos++);
          if (b == CR) {
            phase = SIZE_LF;
          } else if (!ByteClass.isTarget(b) && !ByteClass.isBlank(b)) {
            return bad(BAD_EXTENSION);
          } else if (++extensionBytes > MAX_EXTENSION_BYTES) {
            return bad(LONG_EXTENSIONS);
          }
        }
        case SIZE_LF -> {
          if (in.get(pos++) != LF) {
            return bad(BAD_SIZE);
          }
          if (size > 0) {
            return pos;
          }
          trailersStart = pos - start;
          trailers.reset();
          phase = TRAILERS;
        }
        default -> {
          seen = trailersStart;
          int after = trailers.parse(in, start + trailersStart, end);
          refusal = trailers.refusal();
          return after;
        }
      }
    }
    seen = pos - start;
    return MORE;
  }

  private int bad(Refusal why) {
    refusal = why;
    return BAD;
  }

  /** Of the chunk that starts; 0 when the body is complete. */
  long size() {
    return size;
  }

  /** Whether this is the last line and more than the line: trailers, which nobody needs. */
  boolean hasTrailers() {
    return size == 0 && trailers.lines() > 0;
  }

  /** What ends the body here. */
  byte[] ending() {
    return (first ? Synthetic.FIRST_LAST_CHUNK : Synthetic.LAST_CHUNK).clone();
  }

  @Nullable Refusal refusal() {
    return refusal;
  }
}
