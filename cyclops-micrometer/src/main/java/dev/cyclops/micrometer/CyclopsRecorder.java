/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.CyclopsMetrics;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.event.DataCategory;
import dev.cyclops.send.SendResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/**
 * Takes what can only be taken where it happens: what became of events at the door by their
 * category, and how long sends took. Costs one {@link LongAdder} an event; needs no Micrometer, of
 * which no class is loaded before {@link CyclopsMeters} is bound to a registry. Thread-safe.
 */
public final class CyclopsRecorder implements CyclopsMetrics {
  private final Map<Outcome, Map<DataCategory, LongAdder>> received = new EnumMap<>(Outcome.class);
  private final List<ObjLongConsumer<SendResult>> onSent = new CopyOnWriteArrayList<>();

  /** Nothing recorded yet; for one barrier, to be given to its builder. */
  public CyclopsRecorder() {
    for (Outcome outcome : Outcome.values()) {
      Map<DataCategory, LongAdder> byCategory = new EnumMap<>(DataCategory.class);
      for (DataCategory category : DataCategory.values()) {
        byCategory.put(category, new LongAdder());
      }
      received.put(outcome, byCategory);
    }
  }

  @Override
  public void onReceipt(long project, DataCategory category, Outcome outcome) {
    adder(category, outcome).increment();
  }

  @Override
  public void onSent(SendResult result, long durationNanos) {
    for (ObjLongConsumer<SendResult> listener : onSent) {
      listener.accept(result, durationNanos);
    }
  }

  long received(DataCategory category, Outcome outcome) {
    return adder(category, outcome).sum();
  }

  /** Each end of a send from now on, with nanoseconds; quick, thread-safe. */
  void onSent(ObjLongConsumer<SendResult> listener) {
    onSent.add(listener);
  }

  private LongAdder adder(DataCategory category, Outcome outcome) {
    return Objects.requireNonNull(Objects.requireNonNull(received.get(outcome)).get(category));
  }
}
