/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.cyclops.event.EventId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event to try the way to Sentry with, and the id that it can be followed by. Immutable.
 *
 * @param id the one that stands in it
 * @param envelope whether it is an envelope, and not the JSON of an event
 * @param text as it is sent, a character for each byte
 */
record TestEvent(EventId id, boolean envelope, String text) {
  /** One that says of itself what it is; all of them are one group at Sentry. */
  static TestEvent made(EventId id, Instant now, String version) {
    JsonObject tags = new JsonObject();
    tags.addProperty("cyclops.test", "true");
    JsonObject extra = new JsonObject();
    extra.addProperty("sent by", "cyclops send-test, version " + version);
    com.google.gson.JsonArray fingerprint = new com.google.gson.JsonArray();
    fingerprint.add("cyclops-send-test");
    JsonObject event = new JsonObject();
    event.addProperty("event_id", id.toString());
    event.addProperty("timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
    event.addProperty("platform", "other");
    event.addProperty("level", "info");
    event.addProperty("logger", "cyclops.send-test");
    event.addProperty("message", "This is a test of Cyclops (cyclops send-test)");
    event.add("tags", tags);
    event.add("extra", extra);
    event.add("fingerprint", fingerprint);
    return new TestEvent(id, false, new String(event.toString().getBytes(UTF_8), ISO_8859_1));
  }

  /**
   * Reads one.
   *
   * @param name where it was read, for messages
   * @param next its new id, since Sentry drops a second event with the same one
   * @param keepId whether it keeps its own id, if it has one
   * @throws OperatorException when it is neither the JSON of an event nor an envelope
   */
  static TestEvent read(String name, byte[] bytes, EventId next, boolean keepId)
      throws OperatorException {
    String text = new String(bytes, ISO_8859_1);
    String utf8 = new String(bytes, UTF_8);
    int end = utf8.indexOf('\n');
    JsonObject whole = object(utf8);
    JsonObject header = whole == null && end > 0 ? object(utf8.substring(0, end)) : null;
    JsonObject outer = whole == null ? header : whole;
    if (outer == null) {
      throw new OperatorException(
          name
              + ": is neither the JSON of an event nor an envelope (a line of JSON, and the items"
              + " below it), uncompressed");
    }
    boolean envelope = whole == null;
    JsonElement given = outer.get("event_id");
    String old = given != null && given.isJsonPrimitive() ? given.getAsString() : "";
    EventId own = EventId.parse(old);
    if (own == null) {
      if (!old.isEmpty()) {
        throw new OperatorException(name + ": its event_id is not of 32 hexadecimal digits");
      }
      int brace = text.indexOf('{') + 1;
      String more = outer.keySet().isEmpty() ? "" : ",";
      String identified =
          text.substring(0, brace) + "\"event_id\":\"" + next + "\"" + more + text.substring(brace);
      return new TestEvent(next, envelope, identified);
    }
    if (keepId) {
      return new TestEvent(own, envelope, text);
    }
    // As long as the old one, wherever it stands: no length in an envelope changes.
    String written = old.length() == 32 ? next.toString() : next.toUuid().toString();
    return new TestEvent(next, envelope, text.replace(old, written));
  }

  private static @Nullable JsonObject object(String text) {
    try {
      JsonElement json = JsonParser.parseString(text);
      return json.isJsonObject() ? json.getAsJsonObject() : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }

  /** Its route below that of its project. */
  String route() {
    return envelope ? "envelope" : "store";
  }

  String contentType() {
    return envelope ? "application/x-sentry-envelope" : "application/json";
  }

  /** Without its text. */
  @Override
  public String toString() {
    return "TestEvent[" + id + "]";
  }
}
