/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** How the stations write what outlives the process, and read what secures their connections. */
@NullMarked
package dev.cyclops.file;

import org.jspecify.annotations.NullMarked;
