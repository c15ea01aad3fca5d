/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;

/** Counts nothing. */
enum DisabledCache implements Cache {
  INSTANCE;

  @Override
  public Hit hit(GroupKey key, Duration window) {
    return Hit.NOT_COUNTED;
  }

  @Override
  public boolean blocks() {
    return false;
  }
}
