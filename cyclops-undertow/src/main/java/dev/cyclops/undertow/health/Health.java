/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.health;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsHealth;
import dev.cyclops.CyclopsHealth.Phase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a server is alive and whether it is ready. One that is not alive is to be restarted, one
 * that is not ready is to get no requests for now. A Sentry, Redis or disk in trouble changes
 * neither: to keep events all the while is what the barrier is for. Thread-safe; asks nobody, so
 * that it can be asked on an I/O thread and at any load.
 */
public final class Health {
  /** A sending loop that has not turned for longer than this hangs. */
  public static final Duration HANGS_AFTER = Duration.ofSeconds(60);

  private final Supplier<CyclopsHealth> barrier;
  private volatile boolean stopping;

  /**
   * The health of a server in front of a barrier.
   *
   * @param barrier what the barrier says of itself; quick and thread-safe
   */
  public Health(Supplier<CyclopsHealth> barrier) {
    this.barrier = Objects.requireNonNull(barrier, "barrier == null");
  }

  /**
   * The health of a server in front of a barrier.
   *
   * @param cyclops the barrier
   * @return one to share by all servers of the process, so that they say the same
   */
  public static Health of(Cyclops cyclops) {
    Objects.requireNonNull(cyclops, "cyclops == null");
    return new Health(cyclops::health);
  }

  /** It is about to stop: from now on it is not ready, while it goes on to serve. */
  public void stopping() {
    stopping = true;
  }

  /**
   * Why it is not alive.
   *
   * @return in words for the operator; empty when it is
   */
  public Optional<String> notLive() {
    CyclopsHealth now = barrier.get();
    return now.sinceTurn().compareTo(HANGS_AFTER) > 0
        ? Optional.of(
            "the sending loop has not turned for " + now.sinceTurn().toSeconds() + " seconds")
        : Optional.empty();
  }

  /**
   * Why it is not ready.
   *
   * @return in words for the operator; empty when it is
   */
  public Optional<String> notReady() {
    Phase phase = barrier.get().phase();
    if (phase == Phase.RUNNING) {
      return stopping ? Optional.of("it is about to stop") : Optional.empty();
    }
    return Optional.of(
        switch (phase) {
          case NEW -> "it is not started";
          case STARTING -> "it loads its keys";
          default -> "it has stopped";
        });
  }
}
