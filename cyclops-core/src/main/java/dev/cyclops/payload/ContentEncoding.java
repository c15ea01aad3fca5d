/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.Headers;
import java.util.Locale;

/** How a body is compressed. */
final class ContentEncoding {
  static final String NONE = "";
  static final String GZIP = "gzip";
  static final String DEFLATE = "deflate";

  private static final String HEADER = "Content-Encoding";
  private static final int MAX_NAME_LENGTH = 32;

  private ContentEncoding() {}

  /**
   * Reads the header; an empty one, {@code identity} and {@code UTF-8} are sent for none.
   *
   * @return a name in lower case; one that nothing has when there are several
   */
  static String of(Headers headers) {
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
      case "x-gzip" -> GZIP;
      default -> name;
    };
  }

  private static boolean isRepeated(Headers headers) {
    int[] count = {0};
    headers.forEach((name, value) -> count[0] += name.equalsIgnoreCase(HEADER) ? 1 : 0);
    return count[0] > 1;
  }

  static String printable(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), MAX_NAME_LENGTH); i++) {
      char c = name.charAt(i);
      text.append(c >= 0x20 && c < 0x7F ? c : '?');
    }
    return text.toString();
  }
}
