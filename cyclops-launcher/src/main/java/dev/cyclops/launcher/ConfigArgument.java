/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.ConfigLookup;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The configuration that a command works on, named by its file or found. */
final class ConfigArgument {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "The configuration; cyclops.conf in ., the home folder or /etc if none is given.")
  private @Nullable String file;

  boolean isGiven() {
    return file != null;
  }

  /**
   * Reads it.
   *
   * @param err takes the warnings when there are errors too
   * @throws OperatorException with all mistakes
   */
  ConfigOption.Loaded load(PrintWriter err) throws OperatorException {
    return ConfigOption.load(file, ConfigLookup.standard(), System.getenv(), err);
  }
}
