/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import picocli.CommandLine.Model.CommandSpec;

/** Colours where somebody sees them, and nothing elsewhere. Immutable. */
public enum Paint {
  /** Text as it is. */
  PLAIN(false),
  /** With the escape codes of terminals. */
  COLOURED(true);

  private static final String RESET = "\u001B[0m";

  private final boolean on;

  Paint(boolean on) {
    this.on = on;
  }

  /** One of the two. */
  static Paint of(boolean coloured) {
    return coloured ? COLOURED : PLAIN;
  }

  /**
   * That of a command's output, as its options, the environment and the terminal want it.
   *
   * @param spec the command
   * @return one of the two
   */
  public static Paint ofOutput(CommandSpec spec) {
    return TerminalOptions.of(spec).out();
  }

  /** What is wrong. */
  String red(String text) {
    return painted("31", text);
  }

  /** What is well. */
  String green(String text) {
    return painted("32", text);
  }

  /** What needs a look. */
  String yellow(String text) {
    return painted("33", text);
  }

  /**
   * What matters.
   *
   * @param text any
   * @return it in bold
   */
  public String bold(String text) {
    return painted("1", text);
  }

  /**
   * What matters less.
   *
   * @param text any
   * @return it in a fainter colour
   */
  public String dim(String text) {
    return painted("2", text);
  }

  /**
   * The escape codes of a colour, for who draws more than a word.
   *
   * @param code as a terminal knows it, such as {@code 41}
   * @param text what is to be seen in it
   * @return text as it is where there are no colours
   */
  public String painted(String code, String text) {
    return on ? "\u001B[" + code + "m" + text + RESET : text;
  }
}
