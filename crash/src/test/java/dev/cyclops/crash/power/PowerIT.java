/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.crash.Launcher;
import dev.cyclops.crash.Micros;
import dev.cyclops.crash.Mode;
import dev.cyclops.crash.Verdict;
import dev.cyclops.crash.Weather;
import dev.cyclops.crash.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The power is cut again and again; see the README of this module. */
class PowerIT {
  private static final int CYCLES_A_ROUND = 20;

  /** So many cuts without a loss, where there must be some, are no chance. */
  private static final int ENOUGH_CUTS = 10;

  private final PowerPlan plan = PowerPlan.of(System.getProperties());

  @AfterEach
  void leaveNothingMounted() throws IOException {
    LoopVolume.clear(plan.folder());
  }

  @Test
  void whatWasAcknowledged_reachesSentryAfterEachPowerCut() throws Exception {
    System.out.println("power: " + plan);
    PowerResults results = new PowerResults(Files.createDirectories(plan.folder()));
    for (LoopVolume.Type type : plan.types()) {
      if (isPossible(type)) {
        for (Mode mode : plan.modes()) {
          rounds(type, mode, results);
          System.out.println("power: total " + results.total(type, mode));
        }
      }
    }
  }

  private void rounds(LoopVolume.Type type, Mode mode, PowerResults results) throws Exception {
    int round = 0;
    try (Machine machine = Machine.start(type, disks(type))) {
      for (int left = plan.cycles(); left > 0; left -= CYCLES_A_ROUND) {
        PowerRound next =
            new PowerRound(scene(type, mode.word()), type, mode, machine, plan.seed() + round++);
        try {
          results.add(next.run(Math.min(left, CYCLES_A_ROUND)));
        } catch (AssertionError e) {
          Path kept = plan.folder().resolve("failed-" + type.word() + "-" + mode.word());
          Shell.run("cp", "-r", machine.volume().toString(), kept.toString());
          throw e;
        }
      }
    }
  }

  /** The folder and the files themselves are new, and may be gone. */
  @Test
  void theFirstEventOfAll_survives() throws Exception {
    for (LoopVolume.Type type : plan.types()) {
      if (isPossible(type)) {
        try (Machine machine = Machine.start(type, disks(type))) {
          PowerCut cut = new PowerCut(machine, new Random(plan.seed()));
          for (int i = 0; i < few(); i++) {
            Path spool = machine.volume().resolve("made-" + i).resolve("by").resolve("cyclops");
            assertThat(lostAfterOneEvent(type, spool, cut).events()).isZero();
          }
        }
        System.out.println("power: " + type.word() + " first events: " + few());
      }
    }
  }

  private Losses lostAfterOneEvent(LoopVolume.Type type, Path spool, PowerCut cut)
      throws Exception {
    try (World world =
        new World(scene(type, "first"), World.settings(spool, Mode.FSYNC), plan.seed())) {
      world.sentry().weather(Weather.AWAY);
      try (Launcher launcher = world.startReady()) {
        world.client().reportTo(launcher.port());
        while (world.records().promises() == 0) {
          LockSupport.parkNanos(MICROSECONDS.toNanos(100));
        }
        world.kill(launcher, cut, "FIRST");
      }
      world.drain();
      List<Moment> cuts = cut.moments();
      return Losses.of(
          world.records().verdict().lost().values(), cuts.subList(cuts.size() - 1, cuts.size()));
    }
  }

  /** What is made of it then, or not, is no reason not to start. */
  @Test
  void aSpoolThatIsBeingMade_preventsNoStart() throws Exception {
    Random random = new Random(plan.seed());
    for (LoopVolume.Type type : plan.types()) {
      if (isPossible(type)) {
        try (Machine machine = Machine.start(type, disks(type))) {
          PowerCut cut = new PowerCut(machine, random);
          for (int i = 0; i < few(); i++) {
            Path spool = machine.volume().resolve("half-" + i);
            try (World world =
                new World(scene(type, "half"), World.settings(spool, Mode.FSYNC), i)) {
              try (Launcher launcher = world.start()) {
                while (!Files.exists(spool) && launcher.process().isAlive()) {
                  LockSupport.parkNanos(MICROSECONDS.toNanos(100));
                }
                LockSupport.parkNanos(MICROSECONDS.toNanos(random.nextInt(50_000)));
                world.kill(launcher, cut, "HALF");
              }
              world.drain();
            }
          }
        }
      }
    }
  }

  /** A control: who does not wait for the disk loses by it, and that is seen. */
  @Test
  void aSpoolThatDoesNotWait_isSeenToLose() throws Exception {
    for (LoopVolume.Type type : plan.types()) {
      if (isPossible(type)) {
        assertThat(lostUnderLoad(type, Mode.PROCESS, "defaults")).isPositive();
      }
    }
  }

  /** A control: so is a file system that does not have its drive empty its cache. */
  @Test
  void aFileSystemThatDoesNotFlush_isSeenToLose() throws Exception {
    if (plan.types().contains(LoopVolume.Type.EXT4) && isPossible(LoopVolume.Type.EXT4)) {
      assertThat(lostUnderLoad(LoopVolume.Type.EXT4, Mode.FSYNC, "barrier=0")).isPositive();
    }
  }

  private int lostUnderLoad(LoopVolume.Type type, Mode mode, String options) throws Exception {
    int lost = 0;
    int cuts = 0;
    try (Machine machine = Machine.start(type, disks(type), options)) {
      PowerCut cut = new PowerCut(machine, new Random(plan.seed()));
      Path spool = machine.volume().resolve("spool");
      while (lost == 0 && cuts < ENOUGH_CUTS) {
        try (World world =
            new World(scene(type, "control"), World.settings(spool, mode), plan.seed())) {
          world.sentry().weather(Weather.AWAY);
          try (Launcher launcher = world.startReady()) {
            world.client().reportTo(launcher.port());
            long began = Micros.now();
            while (world.records().promises() < 100 || Micros.now() - began < 500_000) {
              LockSupport.parkNanos(MICROSECONDS.toNanos(500));
            }
            world.kill(launcher, cut, "CONTROL");
          }
          world.drain();
          Verdict verdict = world.records().verdict();
          List<Moment> moments = cut.moments();
          lost +=
              Losses.of(
                      verdict.lost().values(), moments.subList(moments.size() - 1, moments.size()))
                  .events();
          cuts++;
          System.out.printf(
              "power: control %s %s %s: %d acknowledged, %d lost%n",
              type.word(), mode.word(), options, verdict.acknowledged(), verdict.lost().size());
        }
      }
    }
    return lost;
  }

  /** Of what differs less from one time to the next. */
  private int few() {
    return Math.min(10, (plan.cycles() + 1) / 2);
  }

  private boolean isPossible(LoopVolume.Type type) throws IOException {
    @Nullable String obstacle = LoopVolume.obstacle(type, disks(type));
    if (obstacle != null) {
      System.out.println("power: not possible here with " + type.word() + ": " + obstacle);
    }
    return obstacle == null;
  }

  private Path disks(LoopVolume.Type type) {
    return plan.folder().resolve(type.word());
  }

  /** Nothing of what was seen before is in it. */
  private Path scene(LoopVolume.Type type, String name) throws IOException {
    Path scene = plan.folder().resolve(type.word() + "-" + name);
    Shell.run("rm", "-rf", scene.toString());
    return Files.createDirectories(scene);
  }
}
