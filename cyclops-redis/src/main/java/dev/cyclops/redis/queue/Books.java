/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

/** What this instance did since it was opened. Guarded by the lock of its picture. */
final class Books {
  long recovered;
  long done;
  long shed;
  long expired;
  long deadTotal;
  long late;
}
