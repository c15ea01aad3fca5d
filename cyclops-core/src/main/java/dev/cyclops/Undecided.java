/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import java.util.concurrent.CompletionStage;

/**
 * An event whose decision waits for a cache that answers later.
 *
 * @param decision completes within the bound of the cache
 */
record Undecided(CompletionStage<Decision> decision) implements Ruling {}
