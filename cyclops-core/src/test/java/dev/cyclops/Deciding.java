/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.auth.KeyRing;
import dev.cyclops.delivery.Faults;
import dev.cyclops.event.Event;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.filter.Sampler;
import dev.cyclops.payload.PayloadReader;

/** An admission whose cache answers at once. */
record Deciding(Admission admission) {
  static Deciding by(
      KeyRing keys,
      PayloadReader reader,
      Sampler sampler,
      Fingerprinter fingerprinter,
      FloodFilter filter,
      FloodGroups floodGroups,
      ProjectLimiter limiter,
      Faults faults) {
    return new Deciding(
        new Admission(keys, reader, sampler, fingerprinter, filter, floodGroups, limiter, faults));
  }

  Decision decide(Event event) {
    return (Decision) admission.decide(event);
  }

  Decision shed(Event event) {
    return admission.shed(event);
  }

  FloodFilter filter() {
    return admission.filter();
  }
}
