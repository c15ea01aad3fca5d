/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import java.util.Arrays;

/** What will happen, the next first; at the same time in the order of its coming in. A heap. */
final class EventQueue {
  private long[] times = new long[64];
  private long[] orders = new long[64];
  private Runnable[] events = new Runnable[64];
  private int size;
  private long order;

  void add(long nanos, Runnable event) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      events = Arrays.copyOf(events, 2 * size);
    }
    long itsOrder = order++;
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!isBefore(nanos, itsOrder, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    place(at, nanos, itsOrder, event);
  }

  /** When the next one happens; the largest number when there is none. */
  long nextNanos() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  Runnable take() {
    Runnable first = events[0];
    size--;
    long nanos = times[size];
    long itsOrder = orders[size];
    Runnable event = events[size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(times[child + 1], orders[child + 1], child)) {
        child++;
      }
      if (isBefore(nanos, itsOrder, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    place(at, nanos, itsOrder, event);
    return first;
  }

  private boolean isBefore(long nanos, long itsOrder, int other) {
    return nanos < times[other] || (nanos == times[other] && itsOrder < orders[other]);
  }

  private void move(int from, int to) {
    place(to, times[from], orders[from], events[from]);
  }

  private void place(int at, long nanos, long itsOrder, Runnable event) {
    times[at] = nanos;
    orders[at] = itsOrder;
    events[at] = event;
  }
}
