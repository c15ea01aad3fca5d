/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** The stats of a barrier for consoles that speak JMX. */
@NullMarked
package dev.cyclops.undertow.jmx;

import org.jspecify.annotations.NullMarked;
