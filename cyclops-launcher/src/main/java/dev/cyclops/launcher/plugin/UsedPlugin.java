/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A plugin that is used, for who measures it: its numbers are those of the moment that they are
 * asked for. No other has both kind and name. Thread-safe.
 *
 * @param kind the interface that it implements, such as {@code content_codec}
 * @param name its name, as the stats page has it
 * @param failures how often an exception or error came out of it
 * @param loopCallNanos how long the sending loop has been in its call of it, 0 while it is in none;
 *     empty where the loop calls none of its kind
 */
public record UsedPlugin(
    String kind, String name, LongSupplier failures, Optional<LongSupplier> loopCallNanos) {

  static UsedPlugin of(
      Class<?> type, String name, PluginFailures failures, Optional<LongSupplier> loopCallNanos) {
    String kind = type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return new UsedPlugin(kind.toLowerCase(Locale.ROOT), name, failures::count, loopCallNanos);
  }
}
