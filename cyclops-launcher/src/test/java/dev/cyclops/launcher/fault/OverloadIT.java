/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.testkit.FakeSentryProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four times of what Sentry takes, with a heap that cannot hold it all. */
@Tag("faults")
class OverloadIT {
  private static final String SENTRY_TAKES_400_A_SECOND = "service 20 0.5";
  private static final int PER_SECOND = 1_600;
  private static final Duration DURATION = Duration.ofSeconds(30);
  private static final int MOST_TURNS = 5;
  private static final int TOO_MANY_REQUESTS = 429;

  @TempDir private Path folder;

  @Test
  void overload_shedsAndNeitherRunsOutOfMemoryNorLosesCount() throws Exception {
    FakeSentryProcess sentry =
        FakeSentryProcess.start(folder, "workers 8", SENTRY_TAKES_400_A_SECOND);
    try (World world = new World(folder, sentry, "", "-Xmx64m");
        Load load = new Load(world.port, n -> SampleEvent.error(1 + n % 3))) {
      // On a slow machine Sentry takes more of it in the meantime.
      for (int turn = 0; turn < MOST_TURNS && world.books().dropped() == 0; turn++) {
        load.run(PER_SECOND, DURATION);
      }

      assertThat(world.launcher.process().isAlive()).as("it runs").isTrue();
      assertThat(load.otherAnswers().keySet())
          .as("other answers than 200")
          .isSubsetOf(Set.of(TOO_MANY_REQUESTS));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(world.books().unaccounted()).isZero());

      // What is left goes out at once: then each event is either with Sentry or counted as dropped.
      sentry.tell("service 2 0.5");
      world.awaitDrained();
      Books books = world.books();
      assertThat(books.unaccounted()).as("in no book").isZero();
      assertThat(books.dropped()).as("dropped: the queue was full").isPositive();
      Set<String> missing = new HashSet<>(load.acknowledged());
      missing.removeAll(world.view().acceptedIds());
      assertThat(missing).as("neither with Sentry nor dropped").hasSize((int) books.dropped());
      assertThat(everySaying(world)).noneMatch(line -> line.contains("OutOfMemoryError"));
    }
  }

  private static List<String> everySaying(World world) {
    List<String> lines = new ArrayList<>(world.launcher.out());
    lines.addAll(world.launcher.err());
    return lines;
  }
}
