/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/**
 * The log as it is written: a line for each thing to tell, in text or JSON, whatever strangers'
 * words are in it.
 */
@NullMarked
package dev.cyclops.launcher.log;

import org.jspecify.annotations.NullMarked;
