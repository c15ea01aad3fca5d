/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.fuzz;

import java.util.concurrent.TimeUnit;

/**
 * What Jazzer calls. It looks through this class before it instruments anything, and a record that
 * is loaded by then cannot be instrumented on JDK 17: so nothing of ours stands in its signatures.
 */
public final class JazzerEntry {
  private static final FuzzTarget.Run RUN =
      FuzzTarget.labelled(System.getProperty(FuzzTarget.PROPERTY)).run();

  /** An input that keeps a processor busy for as long is a finding; most take less than one ms. */
  private static final long MAX_CPU_NANOS = TimeUnit.SECONDS.toNanos(5);

  private JazzerEntry() {}

  /** Logging takes seconds to begin under Jazzer's agent: too long for the first input. */
  public static void fuzzerInitialize() {
    System.getLogger(JazzerEntry.class.getName()).isLoggable(System.Logger.Level.DEBUG);
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Check.needsAtMost(MAX_CPU_NANOS, RUN, input);
  }
}
