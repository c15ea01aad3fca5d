/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import java.util.function.BooleanSupplier;

/** Waits for what another thread does. A test that does so has a timeout, which ends it. */
public final class Spin {
  private Spin() {}

  public static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new AssertionError("interrupted while it was awaited");
      }
      Thread.onSpinWait();
    }
  }
}
