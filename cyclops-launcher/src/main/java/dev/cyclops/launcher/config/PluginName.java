/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration calls a third party's implementation. Immutable.
 *
 * @param text the name that its provider has, or the name of a class
 */
public record PluginName(String text) {
  /** What is accepted, in words. */
  static final String EXPECTED = "the name of a plugin or of a Java class";

  private static final String WORD = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern CLASS = Pattern.compile(WORD + "(\\." + WORD + ")+");

  /** Null when it can be neither; names that begin as the original's classes do are no plugin's. */
  static @Nullable PluginName parse(String text) {
    boolean ours = text.startsWith("cyclops.");
    return NAME.matcher(text).matches() || (CLASS.matcher(text).matches() && !ours)
        ? new PluginName(text)
        : null;
  }

  /**
   * Whether it names a class rather than a provider.
   *
   * @return true for one with a dot
   */
  public boolean isClass() {
    return text.indexOf('.') >= 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
