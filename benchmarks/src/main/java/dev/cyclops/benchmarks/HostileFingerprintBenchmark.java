/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding the group of a hostile event of 12 KB: below 60,000 ns are more than 200 MB/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HostileFingerprintBenchmark {
  private static final int EVENTS = 16;

  /** What it is made of. */
  @Param public HostileJson hostile = HostileJson.DEEP;

  private final Fingerprinter fingerprinter = Fingerprinter.sentry();
  private final Payload[] inFrames = new Payload[EVENTS];
  private final Payload[] behind = new Payload[EVENTS];
  private final Payload[] before = new Payload[EVENTS];
  private int next;

  /** Writes events that differ at their end. */
  @Setup
  public void write() {
    for (int i = 0; i < EVENTS; i++) {
      inFrames[i] = payload(hostile.inFrames(i));
      behind[i] = payload(hostile.behind(i));
      before[i] = payload(hostile.before(i));
    }
  }

  private static Payload payload(byte[] json) {
    return new Payload(Payload.Format.JSON, DataCategory.ERROR, json, 0, json.length);
  }

  /** Where each byte is hashed. */
  @Benchmark
  public Fingerprint inFrames() {
    return fingerprinter.fingerprint(inFrames[next++ & (EVENTS - 1)]);
  }

  /** Where it is searched. */
  @Benchmark
  public Fingerprint behind() {
    return fingerprinter.fingerprint(behind[next++ & (EVENTS - 1)]);
  }

  /** Where it is skipped. */
  @Benchmark
  public Fingerprint before() {
    return fingerprinter.fingerprint(before[next++ & (EVENTS - 1)]);
  }
}
