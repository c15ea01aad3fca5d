/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** Tells a web hook of the operator's what begins and what ends. */
@NullMarked
package dev.cyclops.launcher.alert;

import org.jspecify.annotations.NullMarked;
