/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far the bytes of a connection may be passed on: whole heads of requests, the
 * content of their bodies, and whole lines between chunks. Never goes beyond the end of a request
 * in one call. The bytes may come in any pieces. No input and output, no time, no memory but for
 * its few fields; confined to one thread.
 *
 * <p>A call to {@link #pass} returns where it has stopped, and {@link #stop} says why:
 *
 * <ul>
 *   <li>{@link Stop#MORE}: what stands there is the start of something. It must be there again in
 *       the next call, with more behind it.
 *   <li>{@link Stop#END}: the request is complete, and the next call starts with another.
 *   <li>{@link Stop#EDIT}: the next {@link #tokenBytes} are to be replaced by {@link #edited}.
 *   <li>{@link Stop#BAD}: the rest is not to be passed on, for {@link #refusal}.
 * </ul>
 */
public final class RequestFraming {
  /** Why a call has returned. */
  public enum Stop {
    /** All is passed on, or more is needed. */
    MORE,
    /** The request ends here. */
    END,
    /** What follows is passed on in another form. */
    EDIT,
    /** What follows breaks a rule or a limit. */
    BAD
  }

  private enum Part {
    HEAD,
    FIXED,
    CHUNK_LINE,
    CHUNK_DATA
  }

  private final HeadParser head;
  private final ChunkParser chunks;

  private Part part = Part.HEAD;
  private boolean atStart = true;
  private Stop stop = Stop.MORE;
  private long remaining;
  private int tokenBytes;
  private boolean headToken;
  private boolean endsWithToken;
  private @Nullable Refusal refusal;

  /**
   * A connection.
   *
   * @param limits for each of its requests
   */
  public RequestFraming(WireLimits limits) {
    head = new HeadParser(limits);
    chunks = new ChunkParser(limits);
  }

  /**
   * Goes on.
   *
   * @param in not changed, nor its position
   * @param from the first index not yet passed on
   * @param to the index behind what is there
   * @return the index of the first byte that is not passed on as it is
   */
  public int pass(ByteBuffer in, int from, int to) {
    stop = Stop.MORE;
    int pos = from;
    while (pos < to && stop == Stop.MORE) {
      int before = pos;
      switch (part) {
        case HEAD -> pos = passHead(in, pos, to);
        case CHUNK_LINE -> pos = passChunkLine(in, pos, to);
        default -> pos = passContent(pos, to);
      }
      if (pos == before) {
        break;
      }
    }
    return pos;
  }

  private int passHead(ByteBuffer in, int pos, int to) {
    if (atStart) {
      atStart = false;
      head.reset();
    }
    int end = head.parse(in, pos, to);
    switch (end) {
      case HeadParser.MORE -> {
        return pos;
      }
      case HeadParser.BAD -> {
        return bad(pos, head.refusal());
      }
      default -> {}
    }
    if (head.isChunked()) {
      chunks.reset();
      part = Part.CHUNK_LINE;
    } else {
      remaining = head.contentLength();
      part = Part.FIXED;
    }
    boolean ends = part == Part.FIXED && remaining <= 0;
    return head.needsEdit() ? edit(pos, end, true, ends) : ends ? end(end) : end;
  }

  private int passChunkLine(ByteBuffer in, int pos, int to) {
    int end = chunks.parse(in, pos, to);
    if (end == ChunkParser.MORE) {
      return pos;
    }
    if (end == ChunkParser.BAD) {
      return bad(pos, chunks.refusal());
    }
    remaining = chunks.size();
    if (remaining > 0) {
      part = Part.CHUNK_DATA;
      return end;
    }
    return chunks.hasTrailers() ? edit(pos, end, false, true) : end(end);
  }

  private int passContent(int pos, int to) {
    long bytes = Math.min(remaining, to - pos);
    remaining -= bytes;
    int end = pos + (int) bytes;
    if (remaining > 0) {
      return end;
    }
    if (part == Part.FIXED) {
      return end(end);
    }
    chunks.next();
    part = Part.CHUNK_LINE;
    return end;
  }

  private int end(int pos) {
    stop = Stop.END;
    part = Part.HEAD;
    atStart = true;
    return pos;
  }

  private int edit(int pos, int end, boolean ofHead, boolean ends) {
    stop = Stop.EDIT;
    tokenBytes = end - pos;
    headToken = ofHead;
    endsWithToken = ends;
    return pos;
  }

  private int bad(int pos, @Nullable Refusal why) {
    stop = Stop.BAD;
    refusal = why;
    return pos;
  }

  /**
   * Why the last call has returned.
   *
   * @return as of the last call
   */
  public Stop stop() {
    return stop;
  }

  /**
   * After {@link Stop#EDIT}: how much is to be replaced.
   *
   * @return above 0
   */
  public int tokenBytes() {
    return tokenBytes;
  }

  /**
   * After {@link Stop#EDIT}, to be called once: what takes its place.
   *
   * @param in the bytes
   * @param from where they start
   * @return a whole head, or the end of a chunked body
   */
  public byte[] edited(byte[] in, int from) {
    byte[] edited = headToken ? head.edited(in, from, tokenBytes) : chunks.ending();
    if (endsWithToken) {
      part = Part.HEAD;
      atStart = true;
    }
    return edited;
  }

  /**
   * After {@link Stop#BAD}: what was wrong.
   *
   * @return null unless something was
   */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /**
   * Whether a body has begun and not ended.
   *
   * @return false between requests and within a head
   */
  public boolean isInBody() {
    return part != Part.HEAD;
  }

  /**
   * Whether a request has begun, but its head is not complete.
   *
   * @return false between requests, and for an empty line before one
   */
  public boolean isInHead() {
    return part == Part.HEAD && !atStart && head.hasStarted();
  }
}
