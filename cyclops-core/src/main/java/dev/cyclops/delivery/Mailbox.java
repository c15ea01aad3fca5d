/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends that have ended, on their way to the sending loop. Thread-safe. */
final class Mailbox {
  final Faults faults;
  final LongSupplier nanoClock;
  private final Queue<Sending> ended = new ConcurrentLinkedQueue<>();
  private volatile Runnable wake = () -> {};

  Mailbox(Faults faults, LongSupplier nanoClock) {
    this.faults = faults;
    this.nanoClock = nanoClock;
  }

  /** Who is to be told that something is there. */
  void onAdd(Runnable wake) {
    this.wake = wake;
  }

  void add(Sending sending) {
    ended.add(sending);
    wake.run();
  }

  @Nullable Sending poll() {
    return ended.poll();
  }

  boolean isEmpty() {
    return ended.isEmpty();
  }
}
