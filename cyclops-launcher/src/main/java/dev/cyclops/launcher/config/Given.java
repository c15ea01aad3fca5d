/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/**
 * A value that somebody has set, before it is checked.
 *
 * @param line where in the file; 0 in the environment
 * @param where as a message names it: {@code cyclops.conf:12: KEY}
 * @param literal the value
 * @param shown the value as written
 */
record Given(int line, String where, Literal literal, String shown) {
  private static final int MAX_SHOWN = 60;

  /** The place and the value, as a message begins; the value is masked where it is secret. */
  String describe(Setting<?> setting) {
    return where + " = " + (setting.type().secret() ? "***" : shortened(withoutUser(shown)));
  }

  /** A URL may hold a key or password before its host. */
  private static String withoutUser(String shown) {
    int at = shown.lastIndexOf('@');
    return at < 0 ? shown : "***" + shown.substring(at);
  }

  private static String shortened(String shown) {
    return shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN - 3) + "...";
  }

  @Override
  public String toString() {
    return "Given[" + where + "]";
  }
}
