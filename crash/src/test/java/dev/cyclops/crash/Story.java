/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one event. Guarded by the {@link Records} that it is of. */
public final class Story {
  /** Of what was sent, without its encoding; null where nobody has sent it. */
  @Nullable String sentHash;

  /** When the answer was read that promises it to Sentry, 0 for never. */
  long acknowledgedMicros;

  final List<Delivery> deliveries = new ArrayList<>(1);

  /** Whether Cyclops has promised it to Sentry. */
  public boolean isAcknowledged() {
    return acknowledgedMicros != 0;
  }

  /** When the promise was read, 0 for never. */
  public long acknowledgedMicros() {
    return acknowledgedMicros;
  }

  /** In their order. */
  public List<Delivery> deliveries() {
    return deliveries;
  }
}
