/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import dev.cyclops.crash.Killer;
import dev.cyclops.crash.Micros;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Cuts the power of the machine that Cyclops runs on, and has it come back. Used by one thread. */
final class PowerCut implements Killer {
  private final Machine machine;
  private final Random random;
  private final Map<Cut, Integer> kinds = new EnumMap<>(Cut.class);
  private final List<Long> momentsMicros = new ArrayList<>();

  PowerCut(Machine machine, Random random) {
    this.machine = machine;
    this.random = random;
  }

  /** Since 1970, in their order: when nothing more was written. */
  List<Long> momentsMicros() {
    return momentsMicros;
  }

  /** How many cuts there were of each kind. */
  Map<Cut, Integer> kinds() {
    return kinds;
  }

  /** For some time Cyclops finds itself with a disk that fails, and has to live with it. */
  @Override
  public void kill(Process process) throws IOException, InterruptedException {
    Cut[] cuts = Cut.values();
    Cut cut = cuts[random.nextInt(cuts.length)];
    machine.cut(cut, random, () -> momentsMicros.add(Micros.now()));
    kinds.merge(cut, 1, Integer::sum);
    Killer.SIGKILL.kill(process);
    machine.restart();
  }
}
