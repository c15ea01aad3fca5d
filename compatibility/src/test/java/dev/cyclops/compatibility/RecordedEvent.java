/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.testkit.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One event as an SDK sent it.
 *
 * @param occurrence which failure of the program it tells of, by the tag {@code case}
 * @param kind the type of the envelope's item; {@code security} for a browser's own report
 * @param payload the bytes between the framing, in one line
 */
record RecordedEvent(String occurrence, String kind, String payload) {
  private static final Pattern CASE = Pattern.compile("(?:^|&)case=([^&]*)");

  /** The events of one request; none in what tells of sessions and the like. */
  static List<RecordedEvent> in(Received request) {
    if (request.path().endsWith("/security/")) {
      Matcher matcher = CASE.matcher(request.query());
      return matcher.find()
          ? List.of(new RecordedEvent(matcher.group(1), "security", request.text()))
          : List.of();
    }
    if (!request.path().endsWith("/envelope/")) {
      return request.method().equals("OPTIONS") ? List.of() : of("event", request.text());
    }
    List<RecordedEvent> events = new ArrayList<>();
    for (Envelope.Item item : Envelope.parse(request.decodedBody()).items()) {
      if (item.type().equals("event") || item.type().equals("transaction")) {
        events.addAll(of(item.type(), new String(item.payload(), UTF_8)));
      }
    }
    return events;
  }

  /** Of the SDK, as it tells; some tell none. */
  Optional<String> sdkVersion() {
    JsonElement sdk = JsonParser.parseString(payload).getAsJsonObject().get("sdk");
    return sdk == null
        ? Optional.empty()
        : Optional.of(sdk.getAsJsonObject().get("version").getAsString());
  }

  private static List<RecordedEvent> of(String kind, String payload) {
    JsonObject event = JsonParser.parseString(payload).getAsJsonObject();
    return occurrence(event.get("tags"))
        .map(name -> new RecordedEvent(name, kind, payload))
        .stream()
        .toList();
  }

  private static Optional<String> occurrence(JsonElement tags) {
    if (tags == null || tags.isJsonNull()) {
      return Optional.empty();
    }
    if (tags.isJsonObject()) {
      return Optional.ofNullable(tags.getAsJsonObject().get("case")).map(JsonElement::getAsString);
    }
    for (JsonElement tag : tags.getAsJsonArray()) {
      if (tag.isJsonArray()) {
        JsonArray pair = tag.getAsJsonArray();
        if (pair.get(0).getAsString().equals("case")) {
          return Optional.of(pair.get(1).getAsString());
        }
      } else if (tag.getAsJsonObject().get("key").getAsString().equals("case")) {
        return Optional.of(tag.getAsJsonObject().get("value").getAsString());
      }
    }
    return Optional.empty();
  }
}
