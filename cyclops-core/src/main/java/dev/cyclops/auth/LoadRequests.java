/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

/**
 * Who wants the keys to be loaded before it is their time. However many do, one load answers them
 * all. Thread-safe.
 */
final class LoadRequests {
  private final boolean deaf;
  private volatile boolean asked;
  private volatile boolean knocked;

  /**
   * @param changes whether a load could bring anything new
   */
  LoadRequests(boolean changes) {
    // As if somebody had knocked already: nobody else is heard then.
    deaf = !changes;
    knocked = deaf;
  }

  void ask() {
    asked = true;
  }

  /**
   * An unknown key knocks. On the way of every request with such a key: reads, and writes only the
   * first time.
   *
   * @return whether it is the first one since the last load
   */
  boolean knock() {
    if (knocked) {
      return false;
    }
    knocked = true;
    return true;
  }

  boolean isAsked() {
    return asked;
  }

  boolean isKnocked() {
    return knocked;
  }

  /** The load that begins now answers them; who comes later wants another one. */
  void answer() {
    asked = false;
    knocked = deaf;
  }
}
