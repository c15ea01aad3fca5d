/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** Project keys out of Sentry's own database. */
@NullMarked
package dev.cyclops.jdbc;

import org.jspecify.annotations.NullMarked;
