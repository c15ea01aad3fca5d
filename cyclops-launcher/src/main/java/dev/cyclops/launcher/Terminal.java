/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who reads the output as it comes, and types the input. Each of the three streams is
 * judged by itself: an output that goes into a file may still have its errors on a terminal.
 * Thread-safe.
 */
public final class Terminal {
  private static final int OUTPUT = 1;
  private static final int ERROR = 2;
  private static final Pattern DEVICE = Pattern.compile("/dev/(?:pts/\\d+|tty.*|console)");

  private Terminal() {}

  /**
   * Whether somebody looks at the output on a terminal that can be drawn on.
   *
   * @return false for a file, a pipe and a terminal that prints only
   */
  public static boolean canBeDrawnOn() {
    return isDrawable() && shows(OUTPUT);
  }

  /**
   * Whether what goes to the error stream is seen on a terminal that can be drawn on.
   *
   * @return false for a file, a pipe and a terminal that prints only
   */
  static boolean showsErrors() {
    return isDrawable() && shows(ERROR);
  }

  private static boolean isDrawable() {
    String kind = System.getenv("TERM");
    return kind != null && !kind.equals("dumb");
  }

  /**
   * Whether the output is seen on a terminal, whatever that can do.
   *
   * @return false for a file and a pipe
   */
  static boolean showsOutput() {
    return shows(OUTPUT);
  }

  /** Java knows of input and output together only; Linux tells of each. */
  private static boolean shows(int stream) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
      return DEVICE.matcher(target).matches();
    } catch (IOException | UnsupportedOperationException e) {
      return console() != null;
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
