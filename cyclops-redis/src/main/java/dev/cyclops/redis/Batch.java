/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.ArrayList;
import java.util.List;

/** What one lane sends at once. Filled and judged by the {@link Dispatch}. */
final class Batch {
  static final int MAX_COMMANDS = 512;
  static final long MAX_BYTES = 1L << 20;

  final List<Command> commands = new ArrayList<>();
  final List<Place> places = new ArrayList<>();

  /** Was given up meanwhile: nothing that comes of it counts. */
  volatile boolean abandoned;

  long bytes;

  /** It is not on its way any more. */
  void land(Lane lane) {
    lane.inFlight = null;
    places.forEach(place -> place.busy = false);
  }

  boolean isFull() {
    return commands.size() >= MAX_COMMANDS || bytes >= MAX_BYTES;
  }

  void add(Command command) {
    commands.add(command);
    bytes += command.bytes;
  }
}
