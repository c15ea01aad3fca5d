/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

/**
 * What an open spool takes of its volume, and how that does. Immutable.
 *
 * @param folder where it is
 * @param fileBytes of its file and its log, which is more than what waits takes
 * @param volumeFreeBytes what is free on the volume; -1 where it does not say
 * @param trouble why it takes no events now; empty while it takes them
 */
public record SpoolState(String folder, long fileBytes, long volumeFreeBytes, String trouble) {}
