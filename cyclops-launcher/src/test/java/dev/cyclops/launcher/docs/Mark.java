/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an HTML comment says of the block below it, as {@code from: path#region}.
 *
 * @param word what is to be done with the block
 * @param argument what stands behind the colon, or nothing
 */
record Mark(String word, String argument) {
  private static final Pattern COMMENT =
      Pattern.compile("\\s*<!-- *([a-z][A-Za-z0-9 ]*?)(?::\\s*(.*?))? *-->\\s*");

  static boolean isOne(String line) {
    return COMMENT.matcher(line).matches();
  }

  static Mark of(String line) {
    Matcher comment = COMMENT.matcher(line);
    if (!comment.matches()) {
      throw new IllegalArgumentException("no mark: " + line);
    }
    String argument = comment.group(2);
    return new Mark(comment.group(1), argument == null ? "" : argument);
  }
}
