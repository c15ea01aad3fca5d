/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.payload.UnreadableBodyException.Reason;

/**
 * Finds out how a body is encoded and undoes it layer by layer: content encoding, base64, zlib.
 * What comes out is counted while it comes out. Thread-safe; the layers are the caller's.
 */
final class BodyOpener {
  private static final String ENVELOPE_TYPE = "application/x-sentry-envelope";

  private final int maxEventBytes;
  private final int maxEnvelopeBytes;
  private final Decoders decoders;

  BodyOpener(int maxEventBytes, int maxEnvelopeBytes, Decoders decoders) {
    this.maxEventBytes = maxEventBytes;
    this.maxEnvelopeBytes = maxEnvelopeBytes;
    this.decoders = decoders;
  }

  static boolean isQuery(Event event) {
    return event.route() == Route.STORE && event.method().equals("GET");
  }

  /** By its route, or by its content type on the store route. */
  static boolean isEnvelope(Event event) {
    if (event.route() != Route.STORE || isQuery(event)) {
      return event.route() == Route.ENVELOPE;
    }
    String type = event.headers().get("Content-Type");
    int length = ENVELOPE_TYPE.length();
    return type != null
        && type.regionMatches(true, 0, ENVELOPE_TYPE, 0, length)
        && (type.length() == length || " \t;".indexOf(type.charAt(length)) >= 0);
  }

  /**
   * Undoes the content encoding.
   *
   * @param patient whether to wait while too many bodies are being decoded, instead of refusing
   */
  ByteSource open(Event event, Workspace workspace, boolean envelope, boolean patient)
      throws UnreadableBodyException {
    String encoding = ContentEncoding.of(event.headers());
    int length = event.bodyLength();
    if (length == 0) {
      throw ByteSource.malformed("The body is empty.");
    }
    ByteSource whole = workspace.whole().reset(event.bodyArray(), 0, length);
    // Twice the event, for its JSON may still be wrapped in base64.
    long maxBytes = envelope ? maxEnvelopeBytes : 2L * maxEventBytes;
    switch (encoding) {
      case ContentEncoding.NONE -> {
        if (length > maxBytes) {
          throw ByteSource.tooLarge("The body is too large.");
        }
        return whole;
      }
      case ContentEncoding.GZIP -> {
        return workspace.gzip().reset(whole, maxBytes);
      }
      case ContentEncoding.DEFLATE -> {
        return workspace.deflate().reset(whole, maxBytes);
      }
      default -> {
        ContentCodec codec = decoders.find(encoding);
        if (codec == null) {
          throw new UnreadableBodyException(
              Reason.UNSUPPORTED,
              "Unsupported content encoding: " + ContentEncoding.printable(encoding));
        }
        decoders.acquire(patient);
        return workspace.opened(new CodecSource(codec, whole, maxBytes), decoders);
      }
    }
  }

  /** Decodes what {@code sentry_data} carries, which must be there. */
  ByteSource openQuery(Event event, Workspace workspace) {
    GrowingBytes bytes = workspace.query();
    bytes.clear();
    String query = event.query();
    QueryText.decode(query, QueryText.dataStart(query), bytes);
    return workspace.whole().reset(bytes.array(), 0, bytes.size());
  }

  /**
   * Takes JSON, base64 of JSON, or base64 of deflated JSON, by the first byte of each. What cannot
   * be decoded was nothing that had to be decoded, and the client is told that.
   *
   * @param blankIsPlus true for a query
   */
  ByteSource openJson(ByteSource source, Workspace workspace, boolean blankIsPlus)
      throws UnreadableBodyException {
    if (source.peekBeyondSpace() == '{') {
      return source;
    }
    try {
      ByteSource json = workspace.base64().reset(source, blankIsPlus);
      if (json.hasMore() && !startsText(json.buffer[json.position])) {
        json = workspace.innerDeflate().reset(json, maxEventBytes);
      }
      if (json.peekBeyondSpace() == '{') {
        return json;
      }
    } catch (UnreadableBodyException e) {
      if (e.reason() != Reason.MALFORMED) {
        throw e;
      }
    }
    throw ByteSource.malformed("The body is no JSON object, nor base64 of one.");
  }

  private static boolean startsText(byte c) {
    return c == '{' || JsonBytes.isSpace(c);
  }
}
