/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

/**
 * An end of Cyclops.
 *
 * @param beganMicros when it was about to be killed
 * @param deadMicros from when on it surely did nothing more
 */
public record Kill(long beganMicros, long deadMicros) {}
