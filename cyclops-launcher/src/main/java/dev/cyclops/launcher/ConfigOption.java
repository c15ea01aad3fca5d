/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigLookup;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ConfigResult;
import dev.cyclops.launcher.config.EffectiveValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the configuration that a command names, or the one that is found. */
final class ConfigOption {
  private static final String NO_FILE = "no cyclops.conf in ., the home folder or /etc";

  private ConfigOption() {}

  /**
   * What was read.
   *
   * @param source the file's name, or that there is none
   */
  record Loaded(
      String source,
      Config config,
      List<String> warnings,
      List<String> notes,
      List<EffectiveValue> values) {
    /** Prints what an operator should know before anything starts. */
    void printWarnings(PrintWriter err) {
      warnings.forEach(warning -> err.println("warning: " + warning));
    }
  }

  /**
   * Reads it.
   *
   * @param name a file; null to look for {@code cyclops.conf}, and to go on with the defaults
   * @param err takes the warnings when there are errors too
   * @throws OperatorException with all mistakes
   */
  static Loaded load(
      @Nullable String name, ConfigLookup lookup, Map<String, String> environment, PrintWriter err)
      throws OperatorException {
    return load(name, lookup, environment, err, ConfigReader::read);
  }

  /** As {@link #load}, for a command that speaks to a server that is running. */
  static Config loadForCommand(
      @Nullable String name, Map<String, String> environment, PrintWriter err)
      throws OperatorException {
    return load(name, ConfigLookup.standard(), environment, err, ConfigReader::readForCommand)
        .config();
  }

  private interface Reader {
    ConfigResult read(String fileName, String text, Map<String, String> environment);
  }

  private static Loaded load(
      @Nullable String name,
      ConfigLookup lookup,
      Map<String, String> environment,
      PrintWriter err,
      Reader reader)
      throws OperatorException {
    Optional<Path> file = lookup.find(name == null ? ConfigLookup.DEFAULT_NAME : name);
    if (file.isEmpty() && name != null) {
      throw new OperatorException(lookup.missing(name));
    }
    String source = file.map(Path::toString).orElse(NO_FILE);
    ConfigResult result = reader.read(source, text(file), environment);
    if (result.config().isPresent()) {
      return new Loaded(
          source, result.config().get(), result.warnings(), result.notes(), result.values());
    }
    result.warnings().forEach(warning -> err.println("warning: " + warning));
    throw new OperatorException(result.errors());
  }

  private static String text(Optional<Path> file) throws OperatorException {
    try {
      return file.isPresent() ? ConfigLookup.read(file.get()) : "";
    } catch (IOException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }
}
