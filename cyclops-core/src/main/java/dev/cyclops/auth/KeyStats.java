/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.OptionalDouble;

/**
 * The keys that are valid now, and how old they are. Immutable.
 *
 * @param keys how many keys; 0 when everybody is let in
 * @param projects how many projects they belong to
 * @param ageSeconds how long ago this set was read from its source, in seconds, also when it came
 *     from a snapshot since; empty when none was read, when it never changes, or everybody is let
 *     in
 * @param fromSnapshot whether this set came from a snapshot, and was not read since
 * @param failing whether the last attempt to read them failed
 * @param loads how often they were read
 * @param failures how often that was tried and failed
 */
public record KeyStats(
    int keys,
    int projects,
    OptionalDouble ageSeconds,
    boolean fromSnapshot,
    boolean failing,
    long loads,
    long failures) {

  /** Those of a ring that has no keys. */
  static KeyStats none(boolean failing, long loads, long failures) {
    return new KeyStats(0, 0, OptionalDouble.empty(), false, failing, loads, failures);
  }
}
