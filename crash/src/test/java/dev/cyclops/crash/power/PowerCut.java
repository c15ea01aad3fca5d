package dev.cyclops.crash.power;

import dev.cyclops.crash.Killer;
import dev.cyclops.crash.Micros;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Cuts the power of the machine that Cyclops runs on, and has it come back. Used by one thread. */
final class PowerCut implements Killer {
  private final Machine machine;
  private final Random random;
  private final List<Long> momentsMicros = new ArrayList<>();

  PowerCut(Machine machine, Random random) {
    this.machine = machine;
    this.random = random;
  }

  /** Since 1970, in their order: when nothing more was written. */
  List<Long> momentsMicros() {
    return momentsMicros;
  }

  /** For some time Cyclops finds itself with a disk that fails, and has to live with it. */
  @Override
  public void kill(Process process) throws IOException, InterruptedException {
    Cut[] cuts = Cut.values();
    machine.cut(
        cuts[random.nextInt(cuts.length)], random, () -> momentsMicros.add(Micros.now()));
    Killer.SIGKILL.kill(process);
    machine.restart();
  }
}
