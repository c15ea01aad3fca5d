/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.testkit.Received;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client put on the wire, as a row of the table in docs/compatibility.md. */
final class WireRow {
  private static final Pattern VERSION = Pattern.compile("sentry_version=([\\d.]+)");
  private static final String NONE = "–";

  private final List<Received> requests;
  private final List<Received> reports;

  private WireRow(List<Received> requests) {
    this.requests = requests;
    reports = Run.reports(requests);
  }

  static String of(String title, String version, List<Received> sent) {
    WireRow row = new WireRow(sent);
    return String.join(
        " | ",
        "| " + title,
        version,
        row.each(WireRow::route),
        row.each(request -> orNone(request.headerValues("Content-Type"))),
        row.each(WireRow::encoding),
        row.each(WireRow::keyPlace),
        row.oddities() + " |");
  }

  private String each(Function<Received, String> property) {
    return String.join("<br>", new TreeSet<>(reports.stream().map(property).toList()));
  }

  private static String route(Received request) {
    String path = request.path().replaceFirst("/" + Run.PROJECT + "/", "/{id}/");
    String query = request.method().equals("GET") ? "?sentry_data=…" : "";
    return "`" + request.method() + " " + path + query + "`";
  }

  private static String encoding(Received request) {
    List<String> parts = new ArrayList<>(request.headerValues("Content-Encoding"));
    byte[] body = request.body();
    if (isStore(request) && parts.isEmpty() && body.length > 0 && body[0] != '{') {
      // The first letters of the base64 of {" or of zlib's first byte.
      parts.add(new String(body, 0, 2, UTF_8).equals("ey") ? "base64" : "base64 of zlib");
    }
    parts.addAll(request.headerValues("Transfer-Encoding"));
    return orNone(parts);
  }

  private static String keyPlace(Received request) {
    List<String> places = new ArrayList<>();
    String header = request.header("X-Sentry-Auth");
    if (header != null) {
      places.add("`X-Sentry-Auth`" + (header.contains("sentry_secret=") ? " with the secret" : ""));
    }
    if (request.query().contains("sentry_key=")) {
      places.add("query");
    }
    if (!isStore(request) && Envelope.parse(request.decodedBody()).header().has("dsn")) {
      places.add("envelope's `dsn`");
    }
    return String.join(" and ", places);
  }

  private String oddities() {
    List<String> found = new ArrayList<>();
    Set<String> types = new TreeSet<>();
    Set<String> noLength = new TreeSet<>();
    boolean emptyHeader = false;
    for (Received request : reports) {
      if (!isStore(request)) {
        Envelope envelope = Envelope.parse(request.decodedBody());
        emptyHeader |= envelope.header().isEmpty();
        for (Envelope.Item item : envelope.items()) {
          types.add(item.type());
          if (!item.header().has("length")) {
            noLength.add(item.type());
          }
        }
      }
    }
    found.add("version " + each(WireRow::protocolVersion));
    addUnlessEmpty(found, "items: ", types);
    addUnlessEmpty(found, "without length: ", noLength);
    if (emptyHeader) {
      found.add("`{}` as an envelope's header");
    }
    if (reports.size() < requests.size()) {
      found.add("asks with OPTIONS first");
    }
    return String.join("; ", found);
  }

  private static void addUnlessEmpty(List<String> found, String what, Set<String> types) {
    if (!types.isEmpty()) {
      found.add(what + String.join(", ", types));
    }
  }

  private static String protocolVersion(Received request) {
    String header = request.header("X-Sentry-Auth");
    Matcher matcher = VERSION.matcher(request.query() + " " + (header == null ? "" : header));
    return matcher.find() ? matcher.group(1) : NONE;
  }

  private static boolean isStore(Received request) {
    return !CanonicalRequest.isEnvelope(request);
  }

  private static String orNone(Collection<String> values) {
    return values.isEmpty() ? NONE : String.join(" + ", values);
  }
}
