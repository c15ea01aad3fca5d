/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** Real servers that tests start, stop, freeze and kill. */
@NullMarked
package dev.cyclops.servers;

import org.jspecify.annotations.NullMarked;
