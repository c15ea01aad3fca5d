/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An input whose first line is the value of a header. */
record HeaderAndBody(String header, byte[] body) {
  /** Null when the line could be no header. */
  static @Nullable HeaderAndBody of(byte[] input) {
    int line = 0;
    while (line < input.length && input[line] != '\n') {
      line++;
    }
    String header = new String(input, 0, line, ISO_8859_1);
    if (header.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
      return null;
    }
    int from = Math.min(line + 1, input.length);
    return new HeaderAndBody(header, Arrays.copyOfRange(input, from, input.length));
  }
}
