/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.CyclopsMetrics;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.event.DataCategory;
import dev.cyclops.send.SendResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/**
 * Takes what can only be taken where it happens: what became of events at the door by their
 * category, and how long sends took. Costs one {@link LongAdder} an event; needs no Micrometer, of
 * which no class is loaded before {@link CyclopsMeters} is bound to a registry. Thread-safe.
 */
public final class CyclopsRecorder implements CyclopsMetrics {
  private static final int CATEGORIES = DataCategory.values().length;

  private final LongAdder[] received = new LongAdder[Outcome.values().length * CATEGORIES];
  private final List<ObjLongConsumer<SendResult>> onSent = new CopyOnWriteArrayList<>();

  /** Nothing recorded yet; for one barrier, to be given to its builder. */
  public CyclopsRecorder() {
    for (int i = 0; i < received.length; i++) {
      received[i] = new LongAdder();
    }
  }

  @Override
  public void onReceipt(long project, DataCategory category, Outcome outcome) {
    received[index(category, outcome)].increment();
  }

  @Override
  public void onSent(SendResult result, long durationNanos) {
    for (ObjLongConsumer<SendResult> listener : onSent) {
      listener.accept(result, durationNanos);
    }
  }

  long received(DataCategory category, Outcome outcome) {
    return received[index(category, outcome)].sum();
  }

  /** Each end of a send from now on, with nanoseconds; quick, thread-safe. */
  void onSent(ObjLongConsumer<SendResult> listener) {
    onSent.add(listener);
  }

  private static int index(DataCategory category, Outcome outcome) {
    return outcome.ordinal() * CATEGORIES + category.ordinal();
  }
}
