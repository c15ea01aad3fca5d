/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** The pace toward Sentry that the instances of a farm share, and who they are. */
@NullMarked
package dev.cyclops.redis.farm;

import org.jspecify.annotations.NullMarked;
