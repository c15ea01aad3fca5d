/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a plugin failed, in a line for an operator who has not written it. */
final class FailureText {
  private static final int MAX_CHARS = 300;
  private static final Pattern CLASS_FILE = Pattern.compile("class file version ([0-9]{2,4})");

  /** How much the version of a class file is above that of Java. */
  private static final int CLASS_FILE_OFFSET = 44;

  private FailureText() {}

  /**
   * Why, and what to do where that is known.
   *
   * @param libraries where the plugin's own libraries belong, in some words
   */
  static String of(Throwable thrown, String libraries) {
    return of(thrown, libraries, UnaryOperator.identity());
  }

  /**
   * As {@link #of(Throwable, String)}.
   *
   * @param mask takes out of its words what nobody is to see
   */
  static String of(Throwable thrown, String libraries, UnaryOperator<String> mask) {
    if (thrown instanceof UnsupportedClassVersionError) {
      return tooNew(thrown);
    }
    if (thrown instanceof NoClassDefFoundError || thrown instanceof ClassNotFoundException) {
      return "needs the class "
          + line(thrown, mask).replace('/', '.')
          + ", which nobody brings: put its libraries into "
          + libraries;
    }
    if (thrown instanceof LinkageError && !(thrown instanceof ExceptionInInitializerError)) {
      return "does not fit this version of Cyclops, or of a library: " + kind(thrown, mask);
    }
    Throwable cause = thrown.getCause();
    if (thrown instanceof ExceptionInInitializerError && cause != null) {
      return of(cause, libraries, mask);
    }
    // What is thrown on purpose says in words what is wrong.
    String line = line(thrown, mask);
    return thrown instanceof Exception && line.indexOf(' ') > 0 ? line : kind(thrown, mask);
  }

  private static String tooNew(Throwable thrown) {
    Matcher matcher = CLASS_FILE.matcher(String.valueOf(thrown.getMessage()));
    String made = matcher.find() ? "Java " + java(matcher.group(1)) : "a newer Java";
    return "was compiled for %s, and this is Java %d: compile it for that one, or run a newer Java"
        .formatted(made, Runtime.version().feature());
  }

  private static int java(String classFileVersion) {
    return Integer.parseInt(classFileVersion) - CLASS_FILE_OFFSET;
  }

  private static String kind(Throwable thrown, UnaryOperator<String> mask) {
    String line = line(thrown, mask);
    return thrown.getClass().getSimpleName() + (line.isEmpty() ? "" : ": " + line);
  }

  private static String line(Throwable thrown, UnaryOperator<String> mask) {
    // Before it is cut: half a password would not be found any more.
    String message = mask.apply(thrown.getMessage() == null ? "" : thrown.getMessage());
    String line = message.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "…";
  }
}
