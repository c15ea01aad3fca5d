/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */

/**
 * What a JVM sees of a short life of Cyclops, so that an archive of its classes can be made of it
 * (AppCDS): the next starts take them from there, read and verified.
 */
@NullMarked
package dev.cyclops.launcher.archive;

import org.jspecify.annotations.NullMarked;
