/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.storage.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The sends that have begun and whose end is not taken in. Used by the sending loop only, but for
 * {@link #count}.
 */
final class InHand implements Iterable<Sending> {
  private final Set<Sending> sends = new HashSet<>();

  /** The size of {@link #sends}, for those who ask from elsewhere. */
  private volatile int count;

  void add(Sending sending) {
    sends.add(sending);
    count = sends.size();
  }

  /** Takes one out; false when it is not in hand, or no longer. */
  boolean remove(Sending sending) {
    boolean removed = sends.remove(sending);
    count = sends.size();
    return removed;
  }

  void clear() {
    sends.clear();
    count = 0;
  }

  boolean isEmpty() {
    return sends.isEmpty();
  }

  @Override
  public Iterator<Sending> iterator() {
    return sends.iterator();
  }

  /** Those that a storage has leased. */
  List<Delivery> deliveries() {
    List<Delivery> deliveries = new ArrayList<>();
    for (Sending sending : sends) {
      if (sending.delivery != null) {
        deliveries.add(sending.delivery);
      }
    }
    return deliveries;
  }

  /** How many there are. Thread-safe. */
  int count() {
    return count;
  }
}
