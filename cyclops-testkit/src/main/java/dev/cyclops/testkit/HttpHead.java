/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The start line and the headers of an HTTP/1.1 message, as they came. */
record HttpHead(String startLine, List<Map.Entry<String, String>> headers) {
  String method() {
    return word(0);
  }

  String target() {
    return word(1);
  }

  int status() throws IOException {
    String status = word(1);
    if (!status.matches("[1-9][0-9]{2}")) {
      throw new IOException("not a status");
    }
    return Integer.parseInt(status);
  }

  @Nullable String header(String name) {
    return header(headers, name);
  }

  boolean is(String name, String value) {
    return value.equalsIgnoreCase(header(name));
  }

  /** Whether the connection goes on after this message, as far as this side is concerned. */
  boolean keepsAlive() {
    return startLine.contains("HTTP/1.1")
        ? !is("Connection", "close")
        : is("Connection", "keep-alive");
  }

  static @Nullable String header(List<Map.Entry<String, String>> headers, String name) {
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return null;
  }

  private String word(int index) {
    return startLine.split(" ", 3)[index];
  }
}
