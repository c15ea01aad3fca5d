/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.util.List;
import java.util.Optional;

/**
 * A fenced block with the marks above it, or a mark that stands for itself, such as {@code setup}.
 *
 * @param where file and line, for messages
 * @param marks what stands in the comments right above
 * @param lines what is in it, without the indentation of its fence
 * @param fenced whether readers see it
 */
record Block(String where, List<Mark> marks, List<String> lines, boolean fenced) {

  /** The first mark with one of these words. */
  Optional<Mark> mark(String... words) {
    List<String> wanted = List.of(words);
    return marks.stream().filter(mark -> wanted.contains(mark.word())).findFirst();
  }

  boolean has(String word) {
    return mark(word).isPresent();
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
