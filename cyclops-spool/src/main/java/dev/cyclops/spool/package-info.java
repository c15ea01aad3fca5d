/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/**
 * A queue on disk, for one machine: what was acknowledged survives kill -9 and, with {@link
 * dev.cyclops.spool.Durability#FSYNC}, a power cut.
 */
@NullMarked
package dev.cyclops.spool;

import org.jspecify.annotations.NullMarked;
