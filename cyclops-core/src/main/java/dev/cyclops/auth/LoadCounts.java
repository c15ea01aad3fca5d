/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How often the keys were loaded, from whatever source: never falls. Thread-safe.
 *
 * @param loads those that gave keys, or none
 * @param failures all others
 */
record LoadCounts(AtomicLong loads, AtomicLong failures) {
  LoadCounts() {
    this(new AtomicLong(), new AtomicLong());
  }
}
