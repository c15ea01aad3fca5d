/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks at the output on a terminal that can be drawn on. */
final class Terminal {
  private Terminal() {}

  static boolean isPresent() {
    String kind = System.getenv("TERM");
    return kind != null && !kind.equals("dumb") && isTerminal(System.console());
  }

  /** From Java 22 on there may be a console without a terminal, and a method that says so. */
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
