/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.LinkedHashSet;
import java.util.Set;

/** What is parked under one name. Guarded by the lock of its storage. */
final class Lane {
  /** What it takes besides its name: an attacker may bring about one with each event. */
  private static final int OWN_BYTES = 400;

  final String name;
  final Set<StoredEvent> parked = new LinkedHashSet<>();

  Lane(String name) {
    this.name = name;
  }

  long bytes() {
    return OWN_BYTES + 2L * name.length();
  }
}
