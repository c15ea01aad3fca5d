/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import dev.cyclops.Cyclops;
import dev.cyclops.undertow.health.Health;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is there to be asked beside the barrier itself. Immutable.
 *
 * @param parts more of {@code /stats}, by name
 * @param pages more pages, by path
 * @param health of the server, which anybody may ask for
 */
record OperatorExtras(
    Map<String, Supplier<?>> parts, Map<String, OperatorPage> pages, Health health) {
  /** Nothing but the health of a barrier. */
  static OperatorExtras none(Cyclops cyclops) {
    return new OperatorExtras(Map.of(), Map.of(), Health.of(cyclops));
  }

  OperatorExtras {
    parts = Map.copyOf(parts);
    pages = Map.copyOf(pages);
  }
}
