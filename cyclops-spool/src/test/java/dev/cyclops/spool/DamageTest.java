/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever has become of the files: it starts, hands out nothing that was not put, and finds all
 * but what lay on the pages that were damaged. {@code -Dspool.damages=250} for 250 of each kind,
 * {@code -Dspool.seed} for others than the last time.
 */
class DamageTest {
  private static final int TIMES = Integer.getInteger("spool.damages", 40);
  private static final long SEED = Long.getLong("spool.seed", 20_261_123);

  @TempDir private static Path shared;
  private static final Map<SpoolShape.Kind, SpoolShape> SHAPES =
      new EnumMap<>(SpoolShape.Kind.class);

  @TempDir private Path folder;

  /** What became of a kind of damage. */
  private static final class Tally {
    private int trials;
    private int started;
    private long before;
    private long found;
    private long lost;
    private long again;
    private int setAside;
  }

  @BeforeAll
  static void build() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (SpoolShape.Kind kind : SpoolShape.Kind.values()) {
      SHAPES.put(kind, new SpoolShape(kind, shared.resolve(kind.name()), random.split()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void build_startsWhateverWasDamaged(Damage damage) throws IOException {
    Tally tally = new Tally();
    SplittableRandom seeds = new SplittableRandom(SEED + damage.ordinal());
    SpoolShape.Kind[] kinds = SpoolShape.Kind.values();
    for (int i = 0; i < TIMES; i++) {
      long seed = seeds.nextLong();
      SpoolShape shape = SHAPES.get(kinds[i % kinds.length]);
      tryOut(damage, shape, seed, tally);
    }
    System.out.printf(
        "%s: seed %d, damages %d, started %d, events before %d, found %d, lost %d, sent before %d, set aside %d%n",
        damage,
        SEED,
        tally.trials,
        tally.started,
        tally.before,
        tally.found,
        tally.lost,
        tally.again,
        tally.setAside);
  }

  private void tryOut(Damage damage, SpoolShape shape, long seed, Tally tally) throws IOException {
    String which = damage + " of " + shape.kind + ", seed " + seed;
    Path copy = folder.resolve("copy");
    SpoolShape.copy(shape.folder, copy);
    Set<EventId> touched = damage.to(copy, shape, new SplittableRandom(seed));
    tally.trials++;
    Set<EventId> found = new HashSet<>();
    long atRest;
    try (SpoolStorage storage = SpoolShape.open(copy, SpoolShape.LATER)) {
      tally.started++;
      drain(storage, shape, found, which);
      storage
          .deadLetters()
          .list(1000)
          .forEach(dead -> found.add(check(dead.event(), shape, which)));
      // Whose row was changed waits, or is too old; it is counted all the same.
      atRest = storage.stats().held() + storage.stats().expired();
      takesEvents(storage, shape, which);
    }
    Set<EventId> lost = new HashSet<>(shape.left);
    lost.removeAll(found);
    tally.before += shape.left.size();
    tally.found += found.size();
    tally.lost += lost.size();
    tally.again += found.stream().filter(id -> !shape.left.contains(id)).count();
    Set<EventId> unexplained = new HashSet<>(lost);
    unexplained.removeAll(touched);
    assertThat((long) unexplained.size())
        .as(which + ": lost for no reason")
        .isLessThanOrEqualTo(atRest);
    tally.setAside += setAside(copy, which);
    delete(copy);
  }

  private static void drain(
      SpoolStorage storage, SpoolShape shape, Set<EventId> found, String which) {
    int failures = 0;
    while (true) {
      try {
        List<Delivery> deliveries = storage.next(50, Paused.NOTHING);
        if (deliveries.isEmpty()) {
          return;
        }
        for (Delivery each : deliveries) {
          assertThat(found.add(check(each.event(), shape, which))).as(which + ": once").isTrue();
          storage.markAsDone(each);
        }
      } catch (SpoolException e) {
        // Damage that is seen now only: what can be read is there the next time.
        assertThat(++failures).as(which).isLessThan(4);
      }
    }
  }

  private static EventId check(Event event, SpoolShape shape, String which) {
    assertThat(EventFrame.encode(event)).as(which).isEqualTo(shape.put.get(event.id()));
    return event.id();
  }

  private static void takesEvents(SpoolStorage storage, SpoolShape shape, String which) {
    Event fresh = shape.event(1, 100);
    assertThat(storage.put(fresh).toCompletableFuture().join().stored()).as(which).isTrue();
    assertThat(storage.next(1, Paused.NOTHING)).as(which).hasSize(1);
  }

  private static int setAside(Path copy, String which) throws IOException {
    try (Stream<Path> files = Files.list(copy)) {
      List<Path> aside =
          files.filter(file -> file.getFileName().toString().startsWith("damaged-")).toList();
      for (Path file : aside) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(which)
            .isEqualTo("rw-------");
      }
      return aside.isEmpty() ? 0 : 1;
    }
  }

  private static void delete(Path copy) throws IOException {
    try (Stream<Path> all = Files.walk(copy)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
