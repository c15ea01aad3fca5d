/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.util.concurrent.Semaphore;

/** How many requests are served at once; the others queue in order of arrival. */
final class Workers extends Semaphore {
  private static final long serialVersionUID = 1;

  /** So many that nobody waits. */
  static final int UNLIMITED = 1_000_000;

  private int size = UNLIMITED;

  Workers() {
    super(UNLIMITED, true);
  }

  synchronized void resize(int workers) {
    if (workers > size) {
      release(workers - size);
    } else {
      reducePermits(size - workers);
    }
    size = workers;
  }
}
