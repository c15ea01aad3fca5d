/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.payload.BoundedBytes.FullException;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the few changes to bodies that are made at all: an id for an event without one, a context
 * in an event, an envelope without its event, a later {@code sent_at}. A changed body is encoded as
 * it came, and all but the change stays byte for byte. An envelope runs through without being held.
 *
 * <p>Thread-safe; each thread that changes bodies keeps decoders of its own.
 */
public final class BodyRewriter {
  /** A changed body may be this long; longer ones at most twice as long as they came. */
  private static final int FREE_BYTES = 4 * 1024 * 1024;

  private final BodyOpener opener;
  private final ThreadLocal<Workspace> workspaces;

  /** Rewrites what a reader with the same opener has read. */
  BodyRewriter(BodyOpener opener) {
    this.opener = opener;
    workspaces = ThreadLocal.withInitial(() -> new Workspace(1));
  }

  /**
   * Gives an event an id: its JSON, or the header of its envelope.
   *
   * @param event as it came in
   * @param content what this thread has just read in it
   * @param id the id
   * @return the event with the id; the same event when its JSON is broken, or it has none
   * @throws UnreadableBodyException when it cannot be changed now, or would become too large
   */
  public Event withEventId(Event event, Content content, EventId id)
      throws UnreadableBodyException {
    if (content.envelope()) {
      return envelopeWith(event, false, editor -> editor.identified(id.toString()));
    }
    Payload payload = content.payload();
    if (payload == null || payload.format() != Payload.Format.JSON) {
      return event;
    }
    Splice change =
        Splice.set(
            payload.array(), payload.offset(), payload.length(), "event_id", "\"" + id + '"');
    return change == null ? event : jsonWith(event, payload, change);
  }

  /**
   * Adds a context to an event, or replaces the one of that name.
   *
   * @param event as it came in
   * @param content what this thread has just read in it
   * @param name the name of the context, letters only
   * @param json the context as JSON, ASCII without control characters
   * @return the event with the context; the same event when it cannot have one: its JSON is broken,
   *     its contexts are no object, or it has no JSON
   * @throws UnreadableBodyException when it cannot be changed now, or would become too large
   */
  public Event withContext(Event event, Content content, String name, String json)
      throws UnreadableBodyException {
    Payload payload = content.payload();
    if (payload == null || payload.format() != Payload.Format.JSON) {
      return event;
    }
    Splice change = ContextSplice.of(payload, name, json);
    if (change == null) {
      return event;
    }
    return content.envelope()
        ? envelopeWithEvent(event, payload, change)
        : jsonWith(event, payload, change);
  }

  /**
   * Takes the event and what belongs to it out of an envelope.
   *
   * @param event an envelope as it came in, which this thread has just read
   * @return an envelope with the same header and the other items
   * @throws UnreadableBodyException when it cannot be changed now, or would become too large
   */
  public Event withoutItsEvent(Event event) throws UnreadableBodyException {
    Workspace workspace = workspaces.get();
    try {
      ByteSource source = opener.open(event, workspace, true, false);
      source.hasMore();
      return event.withBody(
          encoded(event, source, out -> new EnvelopeEditor(source).writeRest(out)));
    } finally {
      workspace.release();
    }
  }

  /**
   * Moves the time at which an envelope says it was sent. Waits when too many bodies are being
   * decoded.
   *
   * @param event any event that was accepted before
   * @param millis how far, in milliseconds
   * @return the event with the later time; the same event when it is no envelope, or has no such
   *     time that can be read
   * @throws UnreadableBodyException when it cannot be changed, or would become too large
   */
  public Event sentLater(Event event, long millis) throws UnreadableBodyException {
    return BodyOpener.isEnvelope(event)
        ? envelopeWith(event, true, editor -> editor.sentLater(millis))
        : event;
  }

  private Event jsonWith(Event event, Payload payload, Splice change)
      throws UnreadableBodyException {
    return BodyOpener.isQuery(event)
        ? queryWith(event, payload, change)
        : bodyWith(event, payload, change);
  }

  private Event envelopeWithEvent(Event event, Payload payload, Splice change)
      throws UnreadableBodyException {
    Workspace workspace = workspaces.get();
    try {
      ByteSource source = opener.open(event, workspace, true, false);
      source.hasMore();
      EnvelopeEditor editor = new EnvelopeEditor(source);
      return event.withBody(encoded(event, source, out -> editor.writeEvent(payload, change, out)));
    } finally {
      workspace.release();
    }
  }

  private Event envelopeWith(Event event, boolean patient, HeaderChange header)
      throws UnreadableBodyException {
    Workspace workspace = workspaces.get();
    try {
      ByteSource source = opener.open(event, workspace, true, patient);
      EnvelopeEditor editor = new EnvelopeEditor(source);
      Splice change = header.in(editor);
      return change == null
          ? event
          : event.withBody(encoded(event, source, out -> editor.writeChanged(change, out)));
    } finally {
      workspace.release();
    }
  }

  /** Opens the body again for what its first bytes tell: in which layers it came. */
  private Event bodyWith(Event event, Payload payload, Splice change)
      throws UnreadableBodyException {
    Workspace workspace = workspaces.get();
    try {
      ByteSource json =
          opener.openJson(opener.open(event, workspace, false, false), workspace, false);
      return event.withBody(encoded(event, json, out -> write(payload, change, out)));
    } finally {
      workspace.release();
    }
  }

  private Event queryWith(Event event, Payload payload, Splice change)
      throws UnreadableBodyException {
    String query = event.query();
    int start = QueryText.dataStart(query);
    Workspace workspace = workspaces.get();
    try {
      ByteSource json = opener.openJson(opener.openQuery(event, workspace), workspace, true);
      if (json == workspace.whole()) {
        // The JSON itself: whatever does not change keeps its spelling.
        int from = QueryText.rawIndex(query, start, change.from());
        int to = QueryText.rawIndex(query, start, change.to());
        return event.withQuery(
            query.substring(0, from) + QueryText.encode(change.text()) + query.substring(to));
      }
      byte[] data = encoded(event, json, out -> write(payload, change, out));
      return event.withQuery(QueryText.withData(query, start, data));
    } finally {
      workspace.release();
    }
  }

  private static void write(Payload payload, Splice change, OutputStream out) throws IOException {
    change.write(payload.array(), payload.offset(), payload.length(), out);
  }

  private static byte[] encoded(Event event, ByteSource source, BodyWriter writer)
      throws UnreadableBodyException {
    int length = event.bodyLength();
    BoundedBytes bytes = new BoundedBytes(length + 1024, Math.max(FREE_BYTES, 2L * length));
    try (OutputStream out = source.encoder(bytes)) {
      writer.write(out);
    } catch (FullException e) {
      throw ByteSource.tooLarge("The body has to be changed, and would become too large.");
    } catch (IOException e) {
      throw ByteSource.malformed("The body has to be changed, and cannot be encoded.");
    }
    return bytes.toByteArray();
  }

  /** Finds what to change in the header of an envelope. */
  private interface HeaderChange {
    @Nullable Splice in(EnvelopeEditor editor) throws UnreadableBodyException;
  }

  /** Writes a decoded body. */
  private interface BodyWriter {
    void write(OutputStream out) throws IOException, UnreadableBodyException;
  }
}
