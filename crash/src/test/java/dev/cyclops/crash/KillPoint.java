/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What Cyclops is doing when it is killed. */
public enum KillPoint {
  /** Takes events and hands them on. */
  LOAD {
    @Override
    public KillPoint await(World world, Launcher launcher, Path spool, Random random)
        throws IOException {
      loaded(world, launcher);
      pause(100 + random.nextInt(1_400));
      if (random.nextBoolean()) {
        // With as many as possible between their answer and the disk, whichever comes first.
        world.client().hurry();
        pause(100 + random.nextInt(200));
      }
      return LOAD;
    }
  },

  /** Starts, or reads what waits, or takes its first events. */
  START {
    @Override
    public KillPoint await(World world, Launcher launcher, Path spool, Random random) {
      Duration time = Duration.ofMillis(random.nextInt(LONGEST_START_MILLIS));
      if (launcher.awaitReady(time)) {
        world.client().reportTo(launcher.port());
        pause(random.nextInt(100));
      }
      return START;
    }
  },

  /** Brings the log of the spool into its file, which is not written at other times. */
  CHECKPOINT {
    @Override
    public KillPoint await(World world, Launcher launcher, Path spool, Random random)
        throws IOException {
      loaded(world, launcher);
      world.client().fill();
      Path file = spool.resolve("spool.db");
      Object before = Files.getLastModifiedTime(file);
      long deadline = System.nanoTime() + MILLISECONDS.toNanos(LONGEST_WATCH_MILLIS);
      while (Files.getLastModifiedTime(file).equals(before) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(200_000);
      }
      LockSupport.parkNanos(random.nextInt(5_000_000));
      return Files.getLastModifiedTime(file).equals(before) ? LOAD : CHECKPOINT;
    }
  },

  /** Closes, as an operator told it to. */
  CLOSE {
    @Override
    public KillPoint await(World world, Launcher launcher, Path spool, Random random)
        throws IOException {
      loaded(world, launcher);
      pause(100 + random.nextInt(700));
      launcher.process().destroy();
      pause(random.nextInt(600));
      return CLOSE;
    }
  };

  /** A start takes about as long on a machine that has something else to do. */
  private static final int LONGEST_START_MILLIS = 2_500;

  private static final int LONGEST_WATCH_MILLIS = 5_000;

  /** Half of the kills come under load. */
  public static KillPoint random(Random random) {
    int drawn = random.nextInt(10);
    return drawn < 4 ? LOAD : drawn < 6 ? START : drawn < 8 ? CHECKPOINT : CLOSE;
  }

  /**
   * Returns when it is time to kill.
   *
   * @return what it is doing indeed: not each watch sees a checkpoint
   */
  public abstract KillPoint await(World world, Launcher launcher, Path spool, Random random)
      throws IOException;

  private static void loaded(World world, Launcher launcher) {
    world.awaitReady(launcher);
    world.client().reportTo(launcher.port());
  }

  private static void pause(int millis) {
    long deadline = System.nanoTime() + MILLISECONDS.toNanos(millis);
    for (long left; (left = deadline - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
  }
}
