/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.List;

/** Something that an operator has to put right: lines to print, and no stack trace. */
public final class OperatorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  /**
   * One mistake.
   *
   * @param line what is wrong and what is accepted; no key or password in it
   */
  public OperatorException(String line) {
    this(List.of(line));
  }

  OperatorException(List<String> lines) {
    super(String.join("\n", lines), null, false, false);
    this.lines = List.copyOf(lines);
  }

  List<String> lines() {
    return lines;
  }
}
