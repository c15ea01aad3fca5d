/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever has become of the file: it starts, and what is whole is found. */
class DamageTest {
  private static final int EVENTS = 400;
  private static final int PAGE = 8192;

  /** How often each kind of damage is done; {@code -Dspool.damages} for more. */
  private static final int TIMES = Integer.getInteger("spool.damages", 3);

  @TempDir private Path folder;
  private final SplittableRandom random = new SplittableRandom(20_261_123);
  private final Set<EventId> put = new HashSet<>();
  private Path whole;

  private interface Damage {
    void to(Path file) throws IOException;
  }

  @BeforeEach
  void fill() {
    whole = folder.resolve("whole");
    try (SpoolStorage storage = SpoolStorage.builder(whole).build()) {
      for (int i = 0; i < EVENTS; i++) {
        // Some go on in pages of their own.
        Event event = event(1 + i % 7, i % 20 == 0 ? 30_000 : 1000);
        storage.put(event).toCompletableFuture().join();
        put.add(event.id());
      }
    }
  }

  private Event event(long project, int bytes) {
    byte[] body = new byte[bytes];
    random.nextBytes(body);
    return Event.builder(Route.STORE)
        .project(project)
        .path("/api/" + project + "/store/")
        .body(body)
        .arrivedAt(Instant.now())
        .build()
        .accepted(
            project, "public", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());
  }

  /** Opens a damaged copy and takes all out; how many were there. */
  private int survivors(Damage damage, int number) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy" + number));
    try (Stream<Path> files = Files.list(whole)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName().toString()));
      }
    }
    damage.to(copy.resolve("spool.db"));
    Set<EventId> found = new HashSet<>();
    try (SpoolStorage storage = SpoolStorage.builder(copy).build()) {
      for (int failures = 0; failures < 3; ) {
        try {
          List<Delivery> deliveries = storage.next(50, Paused.NOTHING);
          if (deliveries.isEmpty()) {
            break;
          }
          for (Delivery each : deliveries) {
            found.add(each.event().id());
            storage.markAsDone(each);
          }
        } catch (SpoolException e) {
          // Damage that is seen now only: what can be read is there the next time.
          failures++;
        }
      }
      Event fresh = event(1, 100);
      assertThat(storage.put(fresh).toCompletableFuture().join().stored()).isTrue();
      assertThat(storage.next(1, Paused.NOTHING)).hasSize(1);
    }
    assertThat(put).containsAll(found);
    return found.size();
  }

  private void survives(int atLeast, Damage damage) throws IOException {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      all.add(survivors(damage, i));
    }
    assertThat(all).allSatisfy(found -> assertThat(found).isGreaterThanOrEqualTo(atLeast));
  }

  @Test
  void nothing_isWrongWithTheWholeOne() throws IOException {
    assertThat(survivors(file -> {}, 0)).isEqualTo(EVENTS);
  }

  @Test
  void bits_thatAreWrong() throws IOException {
    // A page of frames holds seven, and a bit is in one of them.
    survives(
        EVENTS - 7,
        file -> {
          try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            long at = random.nextLong(opened.length());
            opened.seek(at);
            int was = opened.read();
            opened.seek(at);
            opened.write(was ^ (1 << random.nextInt(8)));
          }
        });
  }

  @Test
  void pages_thatAreZero() throws IOException {
    survives(
        EVENTS - 7,
        file -> {
          try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(random.nextLong(opened.length() / PAGE) * PAGE);
            opened.write(new byte[PAGE]);
          }
        });
  }

  @Test
  void files_thatAreCutOff() throws IOException {
    survives(
        0,
        file -> {
          try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(random.nextLong(opened.length()));
          }
        });
  }

  @Test
  void files_thatAreGone() throws IOException {
    survives(0, Files::delete);
  }
}
