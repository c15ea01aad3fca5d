/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

/** What a command ends with, in one place: help and documentation say the same. */
final class ExitCodes {
  /** Above the codes in a help. */
  static final String HEADING = "%nExit codes:%n";

  /** Done. */
  static final int DONE = 0;

  /** It could not be done, or not wholly. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  static final String USAGE_TEXT = "2:The command line is wrong; nothing was done.";
  static final String FAILED_TEXT = "1:It could not be done; the error stream says why.";
  static final String DONE_TEXT = "0:Done.";

  private ExitCodes() {}
}
