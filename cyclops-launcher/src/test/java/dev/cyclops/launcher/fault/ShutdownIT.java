/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.testkit.FakeSentryProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while events wait, whatever Sentry does. */
@Tag("faults")
class ShutdownIT {
  private static final Pattern LEFT =
      Pattern.compile("Cyclops stopped; events left unsent, which are lost: (\\d+)");
  private static final String NOTHING_LEFT = "Cyclops stopped; every event was sent";
  private static final int SIGTERM = 143;
  private static final int EVENTS = 300;
  private static final Duration BURST = Duration.ofSeconds(1);

  @TempDir private Path folder;

  /** They mostly wait, so that they may run side by side. */
  @Test
  void sigterm_endsInTimeAndSaysWhatIsLeft() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> trials = new ArrayList<>();
    trials.add(threads.submit(() -> run("healthy with a backlog", "service 100 0.5", s -> {})));
    trials.add(threads.submit(() -> run("slow", "service 5000 0", s -> {})));
    trials.add(threads.submit(() -> run("hanging", "hang true", s -> {})));
    trials.add(threads.submit(() -> run("refusing", "service 100 0.5", FakeSentryProcess::kill)));
    threads.shutdown();
    for (Future<?> trial : trials) {
      trial.get();
    }
  }

  private Void run(String name, String sentryDoes, Consumer<FakeSentryProcess> before)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    FakeSentryProcess sentry = FakeSentryProcess.start(own, "workers 8", sentryDoes);
    try (World world = new World(own, sentry, "");
        Trial trial =
            new Trial("stopped, Sentry " + name, world, n -> SampleEvent.error(1 + n % 3))) {
      before.accept(sentry);
      trial.load.run(EVENTS, BURST);
      long termNanos = System.nanoTime();
      Process process = world.launcher.process();
      process.destroy();
      LockSupport.parkNanos(MILLISECONDS.toNanos(500));
      // A second one, as an impatient operator sends it.
      process.destroy();
      boolean ended = process.waitFor(120, SECONDS);
      long endedNanos = System.nanoTime();
      long millis = NANOSECONDS.toMillis(trial.stalls.given(termNanos, endedNanos));
      trial.marks.assertThat(ended).as("it ended").isTrue();
      trial.marks.assertThat(millis).as("ms until it ended").isLessThanOrEqualTo(25_000);
      trial.say("ended after %.1f s", millis / 1000.0);
      if (ended) {
        trial.marks.assertThat(process.exitValue()).as("exit code").isEqualTo(SIGTERM);
      }
      checkBooks(trial, world);
    }
    return null;
  }

  /** What Sentry was still at when Cyclops left may be there and be counted as left. */
  private static void checkBooks(Trial trial, World world) {
    SentryView view = world.view();
    Set<String> missing = new HashSet<>(trial.load.acknowledged());
    missing.removeAll(view.acceptedIds());
    List<String> out = world.launcher.out();
    String last = out.get(out.size() - 1);
    Matcher left = LEFT.matcher(last);
    long said = left.matches() ? Long.parseLong(left.group(1)) : 0;
    trial.say("%d left", said);
    trial.say("%d of %d not at Sentry", missing.size(), trial.load.acknowledged().size());
    trial.print();
    trial.marks.assertThat(left.matches() || last.equals(NOTHING_LEFT)).as(last).isTrue();
    trial
        .marks
        .assertThat(said)
        .as("events said to be left")
        .isGreaterThanOrEqualTo(missing.size());
    trial
        .marks
        .assertThat(said - missing.size())
        .as("events said to be left which had arrived")
        .isLessThanOrEqualTo(view.mostInFlight());
    trial.marks.assertThat(trial.load.otherAnswers()).as("other answers than 200").isEmpty();
    trial.marks.assertAll();
  }
}
