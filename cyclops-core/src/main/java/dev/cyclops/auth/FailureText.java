/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

/** Why something failed, in a line for an operator. */
final class FailureText {
  private static final int MAX_LENGTH = 300;

  private FailureText() {}

  /**
   * The message, if it reads like one; with the name of its kind before it where it is no more than
   * a word, such as a file or a host.
   *
   * @return one line
   */
  static String of(Throwable e) {
    String kind = e.getClass().getSimpleName();
    String line = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    String text = line.replaceAll("\\p{Cntrl}", " ");
    if (e.getMessage() == null || text.isEmpty()) {
      return kind;
    }
    String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return cut.indexOf(' ') < 0 || e instanceof Error ? kind + ": " + cut : cut;
  }
}
