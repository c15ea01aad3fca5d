/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Event;
import dev.cyclops.send.SentryUrl;
import io.undertow.client.ClientRequest;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Builds the request to Sentry anew from the parts of an event. Thread-safe. */
final class RequestFactory {
  /** What belongs to one connection only, or is said by the request itself. */
  private static final Set<HttpString> NEVER_FORWARDED =
      Set.of(
          Headers.HOST,
          Headers.CONTENT_LENGTH,
          Headers.TRANSFER_ENCODING,
          Headers.CONNECTION,
          Headers.EXPECT,
          Headers.UPGRADE,
          Headers.TE,
          Headers.TRAILER,
          new HttpString("Keep-Alive"),
          new HttpString("Proxy-Connection"),
          new HttpString("Proxy-Authorization"));

  private static final HttpString POST = new HttpString("POST");
  private static final HttpString GET = new HttpString("GET");

  private final SentryUrl url;

  RequestFactory(SentryUrl url) {
    this.url = url;
  }

  ClientRequest create(Event event) {
    String target = url.pathPrefix() + event.path();
    if (!event.query().isEmpty()) {
      target += "?" + event.query();
    }
    ClientRequest request =
        new ClientRequest().setMethod(method(event.method())).setPath(visibleAscii(target));
    HeaderMap headers = request.getRequestHeaders();
    headers.put(Headers.HOST, url.authority());
    event
        .headers()
        .forEach(
            (name, value) -> {
              HttpString header = HttpString.tryFromString(name);
              if (header != null && !NEVER_FORWARDED.contains(header)) {
                headers.add(header, value);
              }
            });
    if (event.body().length > 0 || !"GET".equals(event.method())) {
      headers.put(Headers.CONTENT_LENGTH, Integer.toString(event.body().length));
    }
    return request;
  }

  private static HttpString method(String method) {
    return "POST".equals(method) ? POST : "GET".equals(method) ? GET : new HttpString(method);
  }

  /**
   * Escapes what would break a request line. Nothing that came over HTTP holds such a character;
   * the event of an embedder may.
   */
  static String visibleAscii(String target) {
    int i = 0;
    while (i < target.length() && isVisible(target.charAt(i))) {
      i++;
    }
    if (i == target.length()) {
      return target;
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      if (isVisible((char) (b & 0xFF))) {
        escaped.append((char) b);
      } else {
        escaped.append('%').append(Character.forDigit(b >> 4 & 0xF, 16));
        escaped.append(Character.forDigit(b & 0xF, 16));
      }
    }
    return escaped.toString();
  }

  private static boolean isVisible(char c) {
    return c > ' ' && c <= '~';
  }
}
