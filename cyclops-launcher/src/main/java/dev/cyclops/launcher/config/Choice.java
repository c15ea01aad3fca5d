/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.Optional;

/**
 * One of our own implementations, or a third party's. Immutable.
 *
 * @param <E> ours
 * @param own which of ours; empty for another one
 * @param plugin which other one; empty for one of ours
 */
public record Choice<E extends Enum<E>>(Optional<E> own, Optional<PluginName> plugin) {
  static <E extends Enum<E>> Choice<E> of(E own) {
    return new Choice<E>(Optional.of(own), Optional.empty());
  }

  static <E extends Enum<E>> Choice<E> of(PluginName plugin) {
    return new Choice<E>(Optional.empty(), Optional.of(plugin));
  }

  /**
   * Whether it is a certain one of ours.
   *
   * @param kind which one
   * @return false for the others, and for a third party's
   */
  public boolean is(E kind) {
    return own.filter(kind::equals).isPresent();
  }
}
