/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.spool.FaultControl.How;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each call on a file fails once, in a run of its own: nothing that was acknowledged is lost. */
class EveryCallFailsIT {
  @TempDir private Path folder;

  /** What a run begins with. */
  enum Beginning {
    NOTHING,

    /** What a process has left that was killed. */
    KILLED,
    DAMAGED
  }

  @ParameterizedTest
  @CsvSource({
    "NOTHING, ONCE, 5, 0, true",
    "NOTHING, FROM_THEN_ON, 5, 0, false",
    "NOTHING, SHORT_ONCE, 28, 4, false",
    "NOTHING, SHORT_FROM_THEN_ON, 28, 4, true",
    "NOTHING, FROM_THEN_ON, 5, 8, false",
    "KILLED, ONCE, 5, 0, true",
    "KILLED, FROM_THEN_ON, 5, 0, false",
    "KILLED, SHORT_FROM_THEN_ON, 28, 4, false",
    "DAMAGED, ONCE, 5, 0, true"
  })
  void acknowledged_isFound(Beginning beginning, How how, int error, int only, boolean closes)
      throws IOException, InterruptedException {
    begin(beginning);
    FaultyProcess.run(
        folder,
        folder.resolve("control"),
        FaultyRuns.class,
        List.of(
            folder.toString(),
            how.name(),
            Integer.toString(error),
            Integer.toString(only),
            Boolean.toString(closes)));
    List<String> wrong = new ArrayList<>();
    List<String> lines = Files.readAllLines(folder.resolve(FaultyRuns.JOURNAL));
    for (String line : lines) {
      wrong.addAll(wrong(line, closes && (how == How.ONCE || how == How.SHORT_ONCE)));
    }
    assertThat(lines).hasSizeGreaterThan(10);
    assertThat(wrong).isEmpty();
  }

  private void begin(Beginning beginning) throws IOException {
    List<String> there = new ArrayList<>();
    Path spool = folder.resolve(FaultyRuns.BEGINNING);
    if (beginning != Beginning.NOTHING) {
      Path used = folder.resolve("used");
      try (SpoolStorage storage = Patience.spool(used).build()) {
        for (int i = 0; i < 5; i++) {
          Event event = FaultyRun.event(i == 2 ? 20_000 : 300);
          storage.put(event).toCompletableFuture().join();
          there.add(event.id().toString());
        }
        if (beginning == Beginning.KILLED) {
          copy(used, spool);
        }
      }
      if (beginning == Beginning.DAMAGED) {
        copy(used, spool);
        // The first page alone, in which SQLite finds its way.
        try (RandomAccessFile file =
            new RandomAccessFile(spool.resolve("spool.db").toFile(), "rw")) {
          file.write(new byte[100]);
        }
      }
    }
    Files.write(folder.resolve(FaultyRuns.BEGINNING + ".txt"), there);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    for (String name : List.of("spool.db", "spool.db-wal")) {
      if (Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    }
  }

  /** What another process finds wrong, whose calls go well. */
  private List<String> wrong(String line, boolean exactly) {
    String[] words = line.split(" ", 9);
    Set<String> acknowledged = ids(words[2]);
    Set<String> refused = ids(words[4]);
    Set<String> done = ids(words[6]);
    Set<String> lost = new HashSet<>(acknowledged);
    lost.removeAll(done);
    List<String> wrong = new ArrayList<>();
    if (!words[8].equals("[]")) {
      wrong.add(words[0] + ": " + words[8]);
    }
    for (String found : found(folder.resolve("left" + words[0]))) {
      lost.remove(found);
      if (exactly && !acknowledged.contains(found)) {
        wrong.add(words[0] + ": there although " + (refused.contains(found) ? "refused" : "?"));
      }
      if (exactly && done.contains(found)) {
        wrong.add(words[0] + ": there although done");
      }
    }
    if (!lost.isEmpty()) {
      wrong.add(words[0] + ": lost " + lost + " of " + acknowledged.size());
    }
    return wrong;
  }

  private static Set<String> ids(String joined) {
    return Arrays.stream(joined.split(",")).filter(id -> !id.isEmpty()).collect(Collectors.toSet());
  }

  private static List<String> found(Path left) {
    List<String> found = new ArrayList<>();
    InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofHours(2));
    try (SpoolStorage storage = Patience.spool(left).clock(later).build()) {
      List<Delivery> some;
      do {
        some = storage.next(100, Paused.NOTHING);
        some.forEach(each -> found.add(each.event().id().toString()));
      } while (!some.isEmpty());
      for (DeadLetter letter : storage.deadLetters().list(100)) {
        found.add(letter.event().id().toString());
      }
    }
    return found;
  }
}
