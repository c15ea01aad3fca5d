/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/**
 * Whether a server is alive, and ready for requests: what orchestrators and load balancers ask, on
 * the public port and on the operator's.
 */
@NullMarked
package dev.cyclops.undertow.health;

import org.jspecify.annotations.NullMarked;
