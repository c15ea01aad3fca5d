/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.Headers;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.util.Locale;

/** How a body is compressed. */
enum ContentEncoding {
  NONE,
  GZIP,
  DEFLATE;

  private static final String HEADER = "Content-Encoding";
  private static final int MAX_NAME_LENGTH = 32;

  /** Reads the header; an empty one, {@code identity} and {@code UTF-8} are sent for none. */
  static ContentEncoding of(Headers headers) throws UnreadableBodyException {
    String value = headers.get(HEADER);
    if (value == null) {
      return NONE;
    }
    String name = value.strip().toLowerCase(Locale.ROOT);
    if (isRepeated(headers)) {
      name += ", ...";
    }
    return switch (name) {
      case "", "identity", "utf-8" -> NONE;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      default ->
          throw new UnreadableBodyException(
              Reason.UNSUPPORTED, "Unsupported content encoding: " + printable(name));
    };
  }

  private static boolean isRepeated(Headers headers) {
    int[] count = {0};
    headers.forEach((name, value) -> count[0] += name.equalsIgnoreCase(HEADER) ? 1 : 0);
    return count[0] > 1;
  }

  private static String printable(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), MAX_NAME_LENGTH); i++) {
      char c = name.charAt(i);
      text.append(c >= 0x20 && c < 0x7F ? c : '?');
    }
    return text.toString();
  }
}
