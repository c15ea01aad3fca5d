/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/** Some kills, and what must hold after them. One that was interrupted goes on. */
final class Round {
  private static final int MOST_SHOWN = 20;

  private final Path folder;
  private final Mode mode;
  private final Killer killer;
  private final long seed;

  /**
   * Nothing happens yet.
   *
   * @param folder of this mode: its spool outlives the round
   */
  Round(Path folder, Mode mode, Killer killer, long seed) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.mode = mode;
    this.killer = killer;
    this.seed = seed;
  }

  /**
   * Kills until so many cycles are full, then judges.
   *
   * @return the figures, in which nothing is lost
   * @throws AssertionError when something is; what was seen and the spool are left as they are
   */
  Result run(int cycles) throws IOException, InterruptedException {
    Path spool = folder.resolve("spool");
    Random random = new Random(seed);
    Result result;
    try (World world = new World(folder, World.settings(spool, mode), seed)) {
      List<Long> startMillis = new ArrayList<>();
      while (world.records().kills().size() < cycles) {
        cycle(world, spool, random, startMillis);
      }
      Stats stats = world.drain();
      startMillis.add(world.lastStart().toMillis());
      Verdict verdict = world.records().verdict();
      result = result(world.records().kills(), verdict, stats, startMillis);
      System.out.println("crash: " + result);
      verdict.repeats().stream()
          .filter(repeat -> !repeat.isSoon())
          .limit(MOST_SHOWN)
          .forEach(repeat -> System.out.println("crash: " + repeat));
      check(verdict, stats, world.longestPause());
    }
    forget();
    return result;
  }

  private void cycle(World world, Path spool, Random random, List<Long> startMillis)
      throws IOException, InterruptedException {
    Weather weather = Weather.random(random);
    KillPoint plan = KillPoint.random(random);
    world.sentry().weather(weather);
    try (Launcher launcher = world.start()) {
      KillPoint point = plan.await(world, launcher, spool, random);
      if (launcher.port() != 0 && !world.records().kills().isEmpty()) {
        startMillis.add(launcher.startTime().toMillis());
      }
      world.kill(launcher, killer, point + " " + weather);
    }
  }

  private Result result(List<Kill> kills, Verdict verdict, Stats stats, List<Long> startMillis) {
    return new Result(
        Instant.now().toString(),
        mode.word(),
        seed,
        kills.size(),
        kills.stream().collect(toMap(Kill::point, kill -> 1, Integer::sum, TreeMap::new)),
        verdict.reported(),
        verdict.acknowledged(),
        verdict.delivered(),
        verdict.lost().size(),
        stats.shed() + stats.expired(),
        verdict.repeats().size(),
        (int) verdict.repeats().stream().filter(repeat -> !repeat.isSoon()).count(),
        verdict.repeats().stream().mapToLong(Repeat::ageMicros).max().orElse(0) / 1000,
        startMillis);
  }

  private static void check(Verdict verdict, Stats stats, Duration pause) {
    SoftAssertions marks = new SoftAssertions();
    marks
        .assertThat(verdict.lost().keySet().stream().limit(MOST_SHOWN))
        .as("acknowledged and lost, %d in all", verdict.lost().size())
        .isEmpty();
    MustHold.check(marks, verdict, stats, "kill", pause);
    marks.assertAll();
  }

  /** The next round begins with new records, and with the spool as it is. */
  private void forget() throws IOException {
    Files.delete(folder.resolve("records"));
    try (Stream<Path> lives = Files.walk(folder.resolve("lives"))) {
      for (Path path : lives.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
