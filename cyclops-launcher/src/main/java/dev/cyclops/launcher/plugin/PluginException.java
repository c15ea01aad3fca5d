/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import org.jspecify.annotations.Nullable;

/** Something is wrong with a plugin, which the message names, in a line for the operator. */
public final class PluginException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  PluginException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
