/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The set of keys that holds now, replaced as a whole. Thread-safe. */
final class CurrentKeys {
  private final AtomicReference<@Nullable KeySet> set = new AtomicReference<>();
  private final CountDownLatch settled = new CountDownLatch(1);

  /** The set; null when there was none yet. */
  @Nullable KeySet get() {
    return set.get();
  }

  void replace(KeySet fresh) {
    set.set(fresh);
    settled.countDown();
  }

  /** For a set that is better than none, and worse than any other. */
  boolean offer(KeySet older) {
    boolean taken = set.compareAndSet(null, older);
    settled.countDown();
    return taken;
  }

  /** Nobody needs to wait for a set any more. */
  void close() {
    settled.countDown();
  }

  /** Open as soon as there is a set, or there will be none. */
  CountDownLatch settled() {
    return settled;
  }
}
