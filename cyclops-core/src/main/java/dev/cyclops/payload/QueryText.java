/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Finds and decodes what a GET carries in its query. */
final class QueryText {
  private static final String DATA = "sentry_data=";

  private QueryText() {}

  /** Index after {@code sentry_data=}, or -1 when the query has no such parameter. */
  static int dataStart(String query) {
    for (int i = 0; i >= 0 && i < query.length(); ) {
      if (query.startsWith(DATA, i)) {
        return i + DATA.length();
      }
      int next = query.indexOf('&', i);
      i = next < 0 ? -1 : next + 1;
    }
    return -1;
  }

  /** Appends the parameter that starts at an index; a wrong escape stays as it is. */
  static void decode(String query, int start, GrowingBytes into) {
    int next = query.indexOf('&', start);
    int end = next < 0 ? query.length() : next;
    for (int i = start; i < end; i++) {
      char c = query.charAt(i);
      int high = c == '%' && i + 2 < end ? Character.digit(query.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(query.charAt(i + 2), 16);
      if (low >= 0) {
        into.append(high << 4 | low);
        i += 2;
      } else {
        appendRaw(c, into);
      }
    }
  }

  /** Index of what becomes the byte at an index of the decoded parameter. */
  static int rawIndex(String query, int start, int decodedIndex) {
    int i = start;
    for (int left = decodedIndex; left > 0; left--) {
      boolean escape =
          query.charAt(i) == '%'
              && i + 2 < query.length()
              && Character.digit(query.charAt(i + 1), 16) >= 0
              && Character.digit(query.charAt(i + 2), 16) >= 0;
      i += escape ? 3 : 1;
    }
    return i;
  }

  /** Percent-encodes ASCII. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.US_ASCII).replace("+", "%20");
  }

  /** A query with another value for the parameter that starts at an index. */
  static String withData(String query, int start, byte[] ascii) {
    int next = query.indexOf('&', start);
    String data = encode(new String(ascii, StandardCharsets.US_ASCII));
    return query.substring(0, start) + data + (next < 0 ? "" : query.substring(next));
  }

  /** Appends text as it is. */
  static void appendRaw(String text, GrowingBytes into) {
    for (int i = 0; i < text.length(); i++) {
      appendRaw(text.charAt(i), into);
    }
  }

  /** A query is ASCII; anything else only has to stay distinct. */
  private static void appendRaw(char c, GrowingBytes into) {
    if (c >= 0x80) {
      into.append(0xC0 | c >> 8);
    }
    into.append(c);
  }
}
