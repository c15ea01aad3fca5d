/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Damage that is seen while it runs, and what is left of it all. */
class RepairTest {
  @TempDir private Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(SpoolStorage.class);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  private List<String> told(String what) {
    return log.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(what))
        .toList();
  }

  /** The pages of frames, from behind: what SQLite has read already it does not read again. */
  private static long frames(SpoolShape shape, int count) throws IOException {
    long at = Files.size(shape.folder.resolve(SpoolFolder.FILE_NAME));
    for (int left = count; left > 0; ) {
      at -= SpoolShape.PAGE;
      left -= shape.on(SpoolFolder.FILE_NAME, at, at + 1).isEmpty() ? 0 : 1;
    }
    return at;
  }

  private static void zero(Path file, long at) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(at);
      opened.write(new byte[SpoolShape.PAGE]);
    }
  }

  @Test
  void next_repairsWhatItSees_andLosesNothingInHand() throws IOException {
    SpoolShape shape = new SpoolShape(SpoolShape.Kind.CLOSED, folder, new SplittableRandom(2));
    Path file = shape.folder.resolve(SpoolFolder.FILE_NAME);
    try (SpoolStorage storage = SpoolShape.open(shape.folder, SpoolShape.NOW)) {
      List<Delivery> inHand = storage.next(20, Paused.NOTHING);
      Set<EventId> found = new HashSet<>();
      inHand.forEach(each -> found.add(each.event().id()));
      long at = frames(shape, 10);
      Set<EventId> touched = shape.on(SpoolFolder.FILE_NAME, at, at + 1);
      touched.removeAll(found);
      zero(file, at);

      int failures = 0;
      for (boolean more = true; more; ) {
        try {
          List<Delivery> some = storage.next(30, Paused.NOTHING);
          for (Delivery each : some) {
            assertThat(found.add(each.event().id())).as("once").isTrue();
            storage.markAsDone(each);
          }
          more = !some.isEmpty();
        } catch (SpoolException e) {
          failures++;
        }
      }
      assertThat(failures).isOne();
      assertThat(told("was damaged")).hasSize(1);
      assertThat(storage.stats().leased()).isEqualTo(inHand.size());
      inHand.forEach(storage::markAsDone);
      Set<EventId> lost = new HashSet<>(shape.left);
      lost.removeAll(found);
      assertThat(touched).isNotEmpty().containsAll(lost);
      assertThat(storage.stats())
          .matches(stats -> stats.held() == 0)
          .matches(stats -> stats.recovered() == stats.done() + stats.deadTotal())
          .matches(stats -> stats.deadTotal() == lost.size());
    }
    try (SpoolReader reader = SpoolReader.open(shape.folder)) {
      assertThat(reader.verify(done -> {}).isGood()).isTrue();
      assertThat(reader.contents().events()).isEmpty();
    }
  }

  @Test
  void next_givesAnUnreadableEventToTheDeadLetters() throws IOException {
    SpoolShape shape = new SpoolShape(SpoolShape.Kind.CLOSED, folder, new SplittableRandom(3));
    long at = frames(shape, 10);
    Path file = shape.folder.resolve(SpoolFolder.FILE_NAME);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(at + SpoolShape.PAGE - 1);
      int was = opened.read();
      opened.seek(at + SpoolShape.PAGE - 1);
      opened.write(was ^ 1);
    }
    try (SpoolStorage storage = SpoolShape.open(shape.folder, SpoolShape.NOW)) {
      int found = 0;
      for (List<Delivery> some = storage.next(50, Paused.NOTHING);
          !some.isEmpty();
          some = storage.next(50, Paused.NOTHING)) {
        found += some.size();
        some.forEach(storage::markAsDone);
      }
      assertThat(found).isEqualTo(shape.left.size() - 1);
      assertThat(storage.stats().dead()).isOne();
      assertThat(storage.stats().recovered()).isEqualTo(storage.stats().done() + 1);
    }
    try (SpoolReader reader = SpoolReader.open(shape.folder)) {
      reader.forEach(
          (state, number, event, frame, note) -> {
            assertThat(state).isEqualTo(EventState.DEAD);
            assertThat(event).isNull();
            assertThat(note).isEqualTo("cannot be read: damaged");
          });
    }
  }

  /** No statement about that table could be prepared any more, and nothing else is wrong. */
  @Test
  void build_noticesATableWhoseWordsAreDamaged() throws IOException {
    SpoolShape shape = new SpoolShape(SpoolShape.Kind.CLOSED, folder, new SplittableRandom(4));
    Path file = shape.folder.resolve(SpoolFolder.FILE_NAME);
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, ISO_8859_1).indexOf("attempts INTEGER");
    bytes[at] ^= 1;
    Files.write(file, bytes);
    try (SpoolStorage storage = SpoolShape.open(shape.folder, SpoolShape.NOW)) {
      assertThat(told("was damaged")).hasSize(1);
      int found = 0;
      for (List<Delivery> some = storage.next(50, Paused.NOTHING);
          !some.isEmpty();
          some = storage.next(50, Paused.NOTHING)) {
        found += some.size();
      }
      assertThat(found).isEqualTo(shape.left.size());
    }
  }

  /** What an old list calls unused has come into use since. */
  @Test
  void build_findsWhatIsNewerThanTheListsOfUnusedPagesThatAreLeft() throws IOException {
    SpoolShape shape = new SpoolShape(SpoolShape.Kind.REOPENED, folder, new SplittableRandom(5));
    Path log = shape.folder.resolve(SpoolFolder.FILE_NAME + "-wal");
    try (RandomAccessFile opened = new RandomAccessFile(log.toFile(), "rw")) {
      long pages = (opened.length() - SpoolShape.LOG_HEADER) / SpoolShape.LOG_PAGE;
      // The first page begins the list of those in no use, the second one has the map of all.
      for (long i = pages / 2; i < pages; i++) {
        opened.seek(SpoolShape.LOG_HEADER + i * SpoolShape.LOG_PAGE);
        if (opened.readInt() <= 2) {
          opened.seek(SpoolShape.LOG_HEADER + i * SpoolShape.LOG_PAGE);
          opened.write(new byte[24]);
        }
      }
    }
    Set<EventId> found = new HashSet<>();
    try (SpoolStorage storage = SpoolShape.open(shape.folder, SpoolShape.NOW)) {
      for (List<Delivery> some = storage.next(50, Paused.NOTHING);
          !some.isEmpty();
          some = storage.next(50, Paused.NOTHING)) {
        some.forEach(each -> found.add(each.event().id()));
      }
    }
    assertThat(found).containsAll(shape.left);
  }

  @Test
  void setAside_keepsTheNewestThree() throws IOException {
    SpoolShape shape = new SpoolShape(SpoolShape.Kind.CLOSED, folder, new SplittableRandom(4));
    for (int i = 0; i < 5; i++) {
      zero(shape.folder.resolve(SpoolFolder.FILE_NAME), 0);
      try (SpoolStorage storage = SpoolShape.open(shape.folder, SpoolShape.NOW)) {
        assertThat(storage.totalSize()).isEqualTo(shape.left.size());
      }
    }
    try (Stream<Path> files = Files.list(shape.folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("damaged-")))
          .hasSize(3);
    }
    assertThat(told("is too old to be kept")).hasSize(2);
  }

  @Test
  void build_goesOnWithARescueThatWasComplete() throws IOException {
    SpoolShape shape = new SpoolShape(SpoolShape.Kind.CLOSED, folder, new SplittableRandom(5));
    Path file = shape.folder.resolve(SpoolFolder.FILE_NAME);
    Files.move(file, shape.folder.resolve("rescued.db"));
    Files.write(file, new byte[10]);
    Files.write(shape.folder.resolve("rescue.db-wal"), new byte[10]);

    try (SpoolStorage storage = SpoolShape.open(shape.folder, SpoolShape.NOW)) {
      assertThat(storage.totalSize()).isEqualTo(shape.left.size());
    }
  }

  @Test
  void build_readsOnBehindWhatIsWrongInTheLog() throws IOException {
    SpoolShape shape = new SpoolShape(SpoolShape.Kind.FRESH, folder, new SplittableRandom(6));
    try (RandomAccessFile opened = new RandomAccessFile(shape.log().toFile(), "rw")) {
      opened.seek(5);
      opened.write(1);
    }
    try (SpoolStorage storage = SpoolShape.open(shape.folder, SpoolShape.NOW)) {
      assertThat(storage.totalSize()).isEqualTo(shape.left.size());
    }
    assertThat(told(shape.left.size() + " events could be read, 0 could not")).hasSize(1);
  }
}
