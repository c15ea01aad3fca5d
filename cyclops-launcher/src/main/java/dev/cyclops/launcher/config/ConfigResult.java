/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.List;
import java.util.Optional;

/**
 * What reading a configuration has come to. Immutable. No line holds a password or key.
 *
 * @param config the configuration; empty when there are errors
 * @param errors what is wrong, a line each
 * @param warnings what is probably not meant, a line each
 * @param notes what is without effect, a line each
 * @param values every setting but the old ones as it holds, in the order of the documents; empty
 *     when there are errors
 */
public record ConfigResult(
    Optional<Config> config,
    List<String> errors,
    List<String> warnings,
    List<String> notes,
    List<EffectiveValue> values) {
  /** Copies the lists. */
  public ConfigResult {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
    values = List.copyOf(values);
  }
}
