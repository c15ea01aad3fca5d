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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as text: decoded, one value a line under its full path, what the SDK makes up anew in
 * each run replaced, as {@link Randomised} lists it. Requests of two runs that say the same are
 * equal in it.
 */
final class CanonicalRequest {
  /** What goes on to Sentry with a request, and nothing else does. */
  static final List<String> TRAVELLING =
      List.of(
          "Content-Type",
          "Content-Encoding",
          "X-Sentry-Auth",
          "Authorization",
          "User-Agent",
          "Origin",
          "Referer");

  private final int port;
  private final Randomised randomised = new Randomised();
  private final StringBuilder text = new StringBuilder();

  private CanonicalRequest(int port) {
    this.port = port;
  }

  /** Written for a client that connected to that port. */
  static String of(Received request, int port) {
    CanonicalRequest canonical = new CanonicalRequest(port);
    canonical.line(request.method(), request.path());
    canonical.query(request.query());
    for (String name : TRAVELLING) {
      for (String value : request.headerValues(name)) {
        canonical.line(name, canonical.randomised.inHeader(name, value));
      }
    }
    if (isEnvelope(request)) {
      canonical.envelope(Envelope.parse(request.decodedBody()));
    } else {
      canonical.json("event", JsonParser.parseString(canonical.local(request.text())));
    }
    return canonical.text.toString();
  }

  /** The id of the event, or nothing when there is none. */
  static String eventId(Received request) {
    JsonObject object =
        isEnvelope(request)
            ? Envelope.parse(request.decodedBody()).header()
            : JsonParser.parseString(request.text()).getAsJsonObject();
    return object.has("event_id") ? object.get("event_id").getAsString().replace("-", "") : "";
  }

  static boolean isEnvelope(Received request) {
    return request.path().replaceAll("/$", "").endsWith("/envelope");
  }

  private void query(String query) {
    for (String parameter : query.split("&")) {
      // What is in sentry_data is read as the event that it is.
      if (!parameter.startsWith("sentry_data=")) {
        line("query", randomised.inQuery(local(parameter)));
      }
    }
  }

  private void envelope(Envelope envelope) {
    json("envelope", local(envelope.header()));
    for (Envelope.Item item : envelope.items()) {
      JsonObject header = item.header().deepCopy();
      byte[] payload = item.payload();
      boolean json = payload.length > 0 && payload[0] == '{' && !item.type().equals("attachment");
      if (json) {
        // It is right, or the envelope could not be read, and as long as the numbers in the JSON.
        header.remove("length");
      }
      json("item", local(header));
      if (json) {
        json(item.type(), JsonParser.parseString(local(new String(payload, UTF_8))));
      } else {
        line(item.type(), payload.length + " bytes, SHA-256 " + sha256(payload));
      }
    }
  }

  private void json(String path, JsonElement value) {
    if (value instanceof JsonObject object) {
      Map<String, JsonElement> sorted = new TreeMap<>(object.asMap());
      sorted.forEach((name, member) -> json(path + "." + name, member));
      if (sorted.isEmpty()) {
        line(path, "{}");
      }
    } else if (value instanceof JsonArray array) {
      array.forEach(element -> json(path + "[]", element));
      if (array.isEmpty()) {
        line(path, "[]");
      }
    } else {
      String text = value.isJsonNull() ? "null" : value.getAsString();
      line(path, randomised.inJson(path, text));
    }
  }

  private JsonElement local(JsonObject object) {
    return JsonParser.parseString(local(object.toString()));
  }

  /** The client's own idea of where Sentry is, which is another port in each run. */
  private String local(String value) {
    return value
        .replace("127.0.0.1:" + port, "127.0.0.1:PORT")
        .replace("127.0.0.1%3A" + port, "127.0.0.1%3APORT");
  }

  private void line(String path, String value) {
    text.append(path).append(" = ").append(value).append('\n');
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
