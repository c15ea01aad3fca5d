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
  private final List<Moment> moments = new ArrayList<>();

  PowerCut(Machine machine, Random random) {
    this.machine = machine;
    this.random = random;
  }

  /** In their order. */
  List<Moment> moments() {
    return moments;
  }

  /** How many cuts there were of each kind. */
  Map<Cut, Integer> kinds() {
    return kinds;
  }

  /**
   * Half of the times Cyclops stands still when it comes, as it does in a power cut. In the other
   * half it goes on for some time with a disk that fails, and has to live with it.
   */
  @Override
  public void kill(Process process) throws IOException, InterruptedException {
    Cut[] cuts = Cut.values();
    Cut cut = cuts[random.nextInt(cuts.length)];
    boolean frozen = random.nextBoolean() && process.isAlive();
    if (frozen) {
      Shell.run("kill", "-STOP", "" + process.pid());
    }
    long stopped = Micros.now();
    long[] shutdown = machine.cut(cut, random);
    Killer.SIGKILL.kill(process);
    moments.add(
        new Moment(
            frozen ? stopped : shutdown[0], frozen ? stopped : shutdown[1], Micros.now(), frozen));
    kinds.merge(cut, 1, Integer::sum);
    machine.restart();
  }
}
