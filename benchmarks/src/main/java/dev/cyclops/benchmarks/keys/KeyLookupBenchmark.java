/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.auth.ProjectKeys;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Looking up one of a million keys, each claim for another key in random order, so that no cache
 * holds it. The claim is a text of its own as a request brings it; {@link #claimOnly} is what
 * making that costs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
public class KeyLookupBenchmark {
  private static final int KEYS = 1_000_000;
  private static final String WRONG = "f".repeat(RandomKeys.LENGTH);

  /** The keys, and what is claimed, in the order it is claimed in. */
  @State(Scope.Benchmark)
  public static class Million {
    private final ProjectKeys keys = RandomKeys.build(KEYS);
    private final int[] projects = shuffled();
    private final byte[] known = RandomKeys.texts(projects, 1, 0);
    private final byte[] secrets = RandomKeys.texts(projects, -1, 0);
    private final byte[] unknown = RandomKeys.texts(projects, 1, KEYS);

    private static int[] shuffled() {
      SplittableRandom random = new SplittableRandom(6);
      int[] projects = new int[KEYS];
      for (int i = 0; i < KEYS; i++) {
        int other = random.nextInt(i + 1);
        projects[i] = projects[other];
        projects[other] = i + 1;
      }
      return projects;
    }
  }

  /** Where a thread is in that order. */
  @State(Scope.Thread)
  public static class Turn {
    private int turn = new SplittableRandom().nextInt(KEYS);

    private int next() {
      turn = turn == KEYS - 1 ? 0 : turn + 1;
      return turn;
    }
  }

  private static String text(byte[] texts, int turn) {
    return new String(texts, RandomKeys.LENGTH * turn, RandomKeys.LENGTH, ISO_8859_1);
  }

  /** No lookup: what the others pay for the text that they claim. */
  @Benchmark
  public String claimOnly(Million million, Turn turn) {
    return text(million.known, turn.next());
  }

  /** What current clients send: a key, and no secret. */
  @Benchmark
  public @Nullable ProjectKey known(Million million, Turn turn) {
    int i = turn.next();
    return million.keys.authorize(million.projects[i], text(million.known, i), null);
  }

  /** The key names the project. */
  @Benchmark
  public @Nullable ProjectKey knownNamesProject(Million million, Turn turn) {
    return million.keys.authorize(0, text(million.known, turn.next()), null);
  }

  /** What old clients send; two texts are made for the claim. */
  @Benchmark
  public @Nullable ProjectKey knownWithSecret(Million million, Turn turn) {
    int i = turn.next();
    String secret = text(million.secrets, i);
    return million.keys.authorize(million.projects[i], text(million.known, i), secret);
  }

  /** A stranger's key. */
  @Benchmark
  public @Nullable ProjectKey unknown(Million million, Turn turn) {
    int i = turn.next();
    return million.keys.authorize(million.projects[i], text(million.unknown, i), null);
  }

  /** A key of another project. */
  @Benchmark
  public @Nullable ProjectKey wrongProject(Million million, Turn turn) {
    int i = turn.next();
    return million.keys.authorize(million.projects[i] + 1, text(million.known, i), null);
  }

  /** A key with a secret that is not its own. */
  @Benchmark
  public @Nullable ProjectKey wrongSecret(Million million, Turn turn) {
    int i = turn.next();
    return million.keys.authorize(million.projects[i], text(million.known, i), WRONG);
  }
}
