/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.time.Duration;

/** A plugin has not come back in time. Of ours alone, so that it is no timeout of the plugin's. */
final class OverdueException extends Exception {
  private static final long serialVersionUID = 1L;

  OverdueException(Duration patience) {
    super("was not done within " + patience.toSeconds() + " s");
  }
}
