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
 *     from a snapshot since; empty when none was read, or everybody is let in
 * @param failing whether the last attempt to read them failed
 * @param loads how often they were read
 * @param failures how often that failed
 */
public record KeyStats(
    int keys,
    int projects,
    OptionalDouble ageSeconds,
    boolean failing,
    long loads,
    long failures) {}
