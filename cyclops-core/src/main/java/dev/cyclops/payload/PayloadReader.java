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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of events far enough to know what to do with them: undoes content encoding,
 * base64 and zlib, checks the framing of envelopes, finds the one payload to group by and the id of
 * the event. What comes out is counted while it comes out, so that a bomb is refused at its first
 * bytes too many.
 *
 * <p>Thread-safe. Each thread has buffers of its own, which it uses again: a body that came
 * uncompressed is not copied, and steady work allocates nothing that grows with the bodies.
 */
public final class PayloadReader {
  private final int maxEventBytes;
  private final BodyOpener opener;
  private final ThreadLocal<Workspace> workspaces;

  /**
   * A reader of the encodings that the JDK brings.
   *
   * @param maxEventBytes how long the JSON of an event may be, decoded, at least 1
   * @param maxEnvelopeBytes how long an envelope may be, decompressed, at least 1
   */
  public PayloadReader(int maxEventBytes, int maxEnvelopeBytes) {
    this(maxEventBytes, maxEnvelopeBytes, new Decoders(List.of()));
  }

  /**
   * A reader with its limits.
   *
   * @param maxEventBytes how long the JSON of an event may be, decoded, at least 1
   * @param maxEnvelopeBytes how long an envelope may be, decompressed, at least 1
   * @param decoders for the other encodings
   */
  public PayloadReader(int maxEventBytes, int maxEnvelopeBytes, Decoders decoders) {
    if (maxEventBytes < 1) {
      throw new IllegalArgumentException("maxEventBytes < 1: " + maxEventBytes);
    }
    if (maxEnvelopeBytes < 1) {
      throw new IllegalArgumentException("maxEnvelopeBytes < 1: " + maxEnvelopeBytes);
    }
    this.maxEventBytes = maxEventBytes;
    opener = new BodyOpener(maxEventBytes, maxEnvelopeBytes, decoders);
    workspaces = ThreadLocal.withInitial(() -> new Workspace(maxEventBytes));
  }

  /**
   * Reads the body of an event, or the query of a GET.
   *
   * @param event as it came in
   * @return what it holds, valid until this thread reads the next one
   * @throws UnreadableBodyException when it has to be refused
   */
  public Content read(Event event) throws UnreadableBodyException {
    Workspace workspace = workspaces.get();
    try {
      if (BodyOpener.isQuery(event)) {
        return readQuery(event, workspace);
      }
      if (event.route() != Route.STORE && event.route() != Route.ENVELOPE) {
        return readOther(event, workspace);
      }
      boolean envelope = BodyOpener.isEnvelope(event);
      ByteSource source = opener.open(event, workspace, envelope, false);
      return envelope ? readEnvelope(source, workspace) : readEvent(source, workspace, false);
    } finally {
      workspace.release();
    }
  }

  /**
   * What changes the bodies that this reads.
   *
   * @return a rewriter with the same limits and decoders
   */
  public BodyRewriter rewriter() {
    return new BodyRewriter(opener);
  }

  /**
   * Finds the id that an event gives itself.
   *
   * @param payload the event's JSON
   * @return the member {@code event_id} of the outermost object; null when there is none, or it is
   *     no id
   */
  public static @Nullable EventId findEventId(Payload payload) {
    EventId id = null;
    JsonScanner json = new JsonScanner();
    json.reset(payload.array(), payload.offset(), payload.length());
    if (payload.format() == Payload.Format.JSON && json.enterObject()) {
      while (json.nextMember()) {
        boolean isId = json.tokenIs("event_id");
        if (isId && json.string()) {
          id = json.tokenAsEventId();
        } else {
          id = isId ? null : id;
          json.skipHoweverDeep();
        }
      }
    }
    return id;
  }

  private Content readOther(Event event, Workspace workspace) throws UnreadableBodyException {
    if (event.route() == Route.CRON && event.bodyLength() == 0) {
      return OpaqueBody.none(event);
    }
    boolean report = event.route() == Route.SECURITY;
    ByteSource source = opener.open(event, workspace, !report, false);
    if (report) {
      return collect(source, workspace, Payload.Format.REPORTS, DataCategory.SECURITY);
    }
    return OpaqueBody.read(event, source, source == workspace.whole());
  }

  private static Content readEnvelope(ByteSource source, Workspace workspace)
      throws UnreadableBodyException {
    EnvelopeReader envelope = workspace.envelope();
    envelope.reset();
    boolean first = true;
    while (source.hasMore()) {
      boolean whole = first && source.isLast();
      envelope.feed(source.buffer, source.position, source.limit, whole);
      source.position = source.limit;
      first = false;
    }
    return envelope.finish();
  }

  private Content readQuery(Event event, Workspace workspace) throws UnreadableBodyException {
    if (QueryText.dataStart(event.query()) >= 0) {
      return readEvent(opener.openQuery(event, workspace), workspace, true);
    }
    GrowingBytes bytes = workspace.query();
    bytes.clear();
    QueryText.appendRaw(event.path(), bytes);
    bytes.append('?');
    QueryText.appendRaw(event.query(), bytes);
    return content(Payload.Format.OPAQUE, DataCategory.ERROR, bytes.array(), 0, bytes.size());
  }

  private Content readEvent(ByteSource source, Workspace workspace, boolean blankIsPlus)
      throws UnreadableBodyException {
    ByteSource json = opener.openJson(source, workspace, blankIsPlus);
    return collect(json, workspace, Payload.Format.JSON, DataCategory.ERROR);
  }

  private Content collect(
      ByteSource json, Workspace workspace, Payload.Format format, DataCategory category)
      throws UnreadableBodyException {
    if (json.keep()) {
      int start = json.position;
      do {
        checkLength(json.limit - start);
        json.position = json.limit;
      } while (json.refill());
      return content(format, category, json.buffer, start, json.limit - start);
    }
    GrowingBytes bytes = workspace.event();
    bytes.clear();
    while (json.hasMore()) {
      int length = json.limit - json.position;
      checkLength((long) bytes.size() + length);
      bytes.append(json.buffer, json.position, length);
      json.position = json.limit;
    }
    return content(format, category, bytes.array(), 0, bytes.size());
  }

  private void checkLength(long length) throws UnreadableBodyException {
    if (length > maxEventBytes) {
      throw ByteSource.tooLarge("The event is too large.");
    }
  }

  private static Content content(
      Payload.Format format, DataCategory category, byte[] bytes, int offset, int length) {
    Payload payload = new Payload(format, category, bytes, offset, length);
    return new Content(payload, category, null, null, 0, false);
  }
}
