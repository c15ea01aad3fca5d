/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /**
   * Whether what goes to the error stream is seen on a terminal. Java knows of input and output
   * only, so this asks the system where it can tell.
   *
   * @return false where nobody knows
   */
  static boolean showsErrors() {
    if (!canBeDrawnOn()) {
      return false;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
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
