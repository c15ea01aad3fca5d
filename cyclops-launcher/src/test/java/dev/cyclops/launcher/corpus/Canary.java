/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A harmless event that must be taken for itself, whatever was said before it. */
record Canary(String id) {
  static Canary number(int number) {
    return new Canary(Ids.of("canary " + number));
  }

  String target() {
    return "/api/3/store/?canary=" + id;
  }

  String body() {
    return "{\"event_id\":\"" + id + "\",\"message\":\"canary\"}";
  }

  byte[] request() {
    String text =
        "POST "
            + target()
            + " HTTP/1.1\r\nHost: cyclops.example\r\n"
            + "X-Sentry-Auth: Sentry sentry_version=7, sentry_key=public\r\nContent-Length: "
            + body().length()
            + "\r\n\r\n"
            + body();
    return text.getBytes(ISO_8859_1);
  }
}
