/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What is there to be asked beside the barrier itself. Immutable.
 *
 * @param parts more of {@code /stats}, by name
 * @param pages more pages, by path
 */
record OperatorExtras(Map<String, Supplier<?>> parts, Map<String, OperatorPage> pages) {
  static final OperatorExtras NONE = new OperatorExtras(Map.of(), Map.of());

  OperatorExtras {
    parts = Map.copyOf(parts);
    pages = Map.copyOf(pages);
  }
}
