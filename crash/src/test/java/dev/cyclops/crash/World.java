/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client, a Sentry, and one life of Cyclops after the other between them, with what the two have
 * seen. Used by one thread.
 */
public final class World implements AutoCloseable {
  /** Deliveries that may be on their way at once, so that what arrives twice has a bound. */
  private static final int MAX_IN_FLIGHT = 16;

  private static final Duration START_PATIENCE = Duration.ofSeconds(180);
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(400);

  private final Path folder;
  private final String settings;
  private final Records records;
  private final RecordingSentry sentry;
  private final Client client;
  private final Pulse pulse;

  /** Nobody else would end it, and the next run would find the spool in use. */
  private final Thread atExit = new Thread(this::endLast, "crash-exit");

  private volatile @Nullable Launcher last;
  private int lives;
  private Duration lastStart = Duration.ZERO;

  /**
   * Client and Sentry are there, Cyclops is not.
   *
   * @param folder for the records and what Cyclops says; what is recorded there goes on
   * @param settings lines of its configuration, where the spool is among them
   * @param seed of what the client reports
   */
  public World(Path folder, String settings, long seed) throws IOException {
    this.folder = folder;
    this.settings = settings;
    records = Records.open(folder.resolve("records"));
    sentry = new RecordingSentry(records);
    client = new Client(records, seed);
    pulse = new Pulse(folder.resolve("pulse"));
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Of a Cyclops whose spool is there; it promises nothing while its disk does not answer. */
  public static String settings(Path spool, Mode mode) {
    return """
        STORAGE = 'cyclops.storage.SpoolStorage'
        SPOOL_PATH = '%s'
        SPOOL_DURABILITY = '%s'
        STRICT = True
        MAX_IN_FLIGHT = %d
        """
        .formatted(spool, mode.word(), MAX_IN_FLIGHT);
  }

  /** What was seen. */
  public Records records() {
    return records;
  }

  /** Whose weather can be changed. */
  public RecordingSentry sentry() {
    return sentry;
  }

  /** Which reports where it is told to. */
  public Client client() {
    return client;
  }

  /** Begins another life of Cyclops, and does not wait. */
  public Launcher start() throws IOException {
    lives++;
    Path own = folder.resolve("lives").resolve(Micros.now() + "-" + lives);
    Launcher launcher = Launcher.start(own, sentry.url(), records.key(), settings);
    last = launcher;
    return launcher;
  }

  /** Begins another life of Cyclops, which takes events when this returns. */
  public Launcher startReady() throws IOException {
    Launcher launcher = start();
    awaitReady(launcher);
    return launcher;
  }

  /** Returns when it takes events. */
  public void awaitReady(Launcher launcher) {
    if (!launcher.awaitReady(START_PATIENCE)) {
      throw new AssertionError("not ready within " + START_PATIENCE + ": " + launcher.log());
    }
  }

  /**
   * Kills it, and records that.
   *
   * @param when what it is doing, in some words
   */
  public void kill(Launcher launcher, Killer killer, String when)
      throws IOException, InterruptedException {
    long began = Micros.now();
    killer.kill(launcher.process());
    client.pause();
    records.killed(new Kill(began, Micros.now(), when));
  }

  /**
   * One more life with a Sentry that is well and no client, until everything has reached it, the
   * dead letters included.
   *
   * @return what Cyclops says of its events then
   */
  public Stats drain() throws IOException, InterruptedException {
    client.pause();
    sentry.weather(Weather.WELL);
    try (Launcher launcher = startReady()) {
      lastStart = launcher.startTime();
      long deadline = System.nanoTime() + DRAIN_PATIENCE.toNanos();
      Stats stats;
      while (!(stats = launcher.stats()).isEmpty()) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError("not empty within " + DRAIN_PATIENCE + ": " + stats);
        }
        if (stats.dead() > 0) {
          launcher.retryDead();
        }
        LockSupport.parkNanos(MILLISECONDS.toNanos(50));
      }
      launcher.process().destroy();
      launcher.process().onExit().join();
      return stats;
    }
  }

  /** How long the life of {@link #drain()} took to start. */
  public Duration lastStart() {
    return lastStart;
  }

  /** For how long the machine has stood still, or its disk, when that was longest. */
  public Duration longestPause() {
    return pulse.longestPause();
  }

  private void endLast() {
    Launcher launcher = last;
    if (launcher != null) {
      launcher.close();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Runtime.getRuntime().removeShutdownHook(atExit);
    endLast();
    client.close();
    pulse.close();
    sentry.close();
    records.close();
  }
}
