/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Somebody who reads the output as it comes, and types the input. Thread-safe. */
public final class Terminal {
  private Terminal() {}

  /**
   * Whether somebody looks at the output on a terminal that can be drawn on.
   *
   * @return false for a file, a pipe and a terminal that prints only
   */
  public static boolean canBeDrawnOn() {
    String kind = System.getenv("TERM");
    return kind != null && !kind.equals("dumb") && console() != null;
  }

  /** Null where input or output is none; Java 22 and later may have a console all the same. */
  static @Nullable Console console() {
    Console console = System.console();
    return isTerminal(console) ? console : null;
  }

  /** From Java 22 on there is a method that says so. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
