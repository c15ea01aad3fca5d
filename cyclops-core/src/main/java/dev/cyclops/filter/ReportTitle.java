/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.Payload;
import dev.cyclops.payload.JsonScanner;
import dev.cyclops.payload.JsonText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a browser's report is called: that of the first report of a request, with what grouping goes
 * by. For one report. Not thread-safe.
 */
final class ReportTitle {
  private final JsonScanner json = new JsonScanner();
  private @Nullable String effective;
  private @Nullable String violated;
  private @Nullable String blocked;
  private @Nullable String hostname;
  private @Nullable String type;
  private @Nullable String site;

  /** Null when it says nothing that is known. */
  @Nullable String read(Payload payload) {
    json.reset(payload.array(), payload.offset(), payload.length());
    if (!json.enterArray() || json.nextElement()) {
      readReport();
    }
    return title();
  }

  private void readReport() {
    if (!json.enterObject()) {
      return;
    }
    while (json.nextMember()) {
      if (json.tokenIs("csp-report")
          || json.tokenIs("body")
          || json.tokenIs("expect-ct-report")
          || json.tokenIs("expect-staple-report")) {
        readBody();
      } else if (json.tokenIs("type")) {
        type = text();
      } else if (json.tokenIs("url")) {
        site = host(text());
      } else if (json.tokenIs("hostname")) {
        hostname = text();
      } else {
        json.skip();
      }
    }
  }

  private void readBody() {
    if (!json.enterObject()) {
      json.skip();
      return;
    }
    while (json.nextMember()) {
      if (json.tokenIs("effective-directive")
          || json.tokenIs("effectiveDirective")
          || json.tokenIs("effective_directive")) {
        effective = text();
      } else if (json.tokenIs("violated-directive")
          || json.tokenIs("violatedDirective")
          || json.tokenIs("violated_directive")) {
        violated = text();
      } else if (json.tokenIs("blocked-uri")
          || json.tokenIs("blockedURL")
          || json.tokenIs("blocked_uri")) {
        blocked = host(text());
      } else if (json.tokenIs("hostname")) {
        hostname = text();
      } else {
        json.skip();
      }
    }
  }

  private @Nullable String title() {
    String directive = effective == null ? violated : effective;
    if (directive != null || blocked != null) {
      return "Blocked "
          + (directive == null ? "a resource" : quoted(kind(directive)))
          + (blocked == null ? "" : " from " + quoted(blocked));
    }
    if (hostname != null) {
      return "Certificate of " + quoted(hostname);
    }
    return type == null ? null : "Report " + quoted(type) + (site == null ? "" : " from " + site);
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  /** Of {@code script-src-elem 'self'} what was to be loaded. */
  private static String kind(String directive) {
    String name = directive.strip().split("\\s", 2)[0];
    int source = name.indexOf("-src");
    return source > 0 ? name.substring(0, source) : name;
  }

  /** Of an address its host; a keyword or scheme as it is. */
  private static @Nullable String host(@Nullable String address) {
    if (address == null) {
      return null;
    }
    int scheme = address.indexOf("://");
    String from = scheme < 0 ? address : address.substring(scheme + 3);
    String host = from.split("[/?#\\\\]", 2)[0];
    int colon = scheme < 0 ? host.indexOf(':') : -1;
    return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
  }

  private @Nullable String text() {
    if (!json.string()) {
      json.skip();
      return null;
    }
    byte[] decoded = new byte[EventFields.MAX_BYTES + JsonText.SLACK];
    int length =
        JsonText.decode(
            json.array(), json.tokenStart(), json.tokenEnd(), decoded, EventFields.MAX_BYTES);
    return length == 0 ? null : new String(decoded, 0, length, UTF_8);
  }
}
