/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpoolReaderTest {
  @TempDir private Path folder;

  private SpoolShape shape(SpoolShape.Kind kind) throws IOException {
    return new SpoolShape(kind, folder, new SplittableRandom(1));
  }

  /** Names and contents of all files. */
  private static Map<String, Integer> state(Path spool) throws IOException {
    Map<String, Integer> found = new HashMap<>();
    try (Stream<Path> files = Files.list(spool)) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void read_findsAllAndChangesNothing(SpoolShape.Kind kind) throws IOException {
    SpoolShape shape = shape(kind);
    Map<String, Integer> before = state(shape.folder);
    Set<EventId> found = new HashSet<>();
    Map<EventState, Long> states = new EnumMap<>(EventState.class);
    try (SpoolReader reader = SpoolReader.open(shape.folder)) {
      boolean damaged =
          reader.forEach(
              (state, number, event, frame, note) -> {
                assertThat(frame).isEqualTo(shape.put.get(event.id()));
                assertThat(EventFrame.encode(event)).isEqualTo(frame);
                assertThat(found.add(event.id())).isTrue();
                states.merge(state, 1L, Long::sum);
                assertThat(note != null)
                    .isEqualTo(state == EventState.PARKED || state == EventState.DEAD);
              });
      assertThat(damaged).isFalse();
      assertThat(found).isEqualTo(shape.left);
      SpoolContents contents = reader.contents();
      assertThat(contents.events()).isEqualTo(states);
      assertThat(contents.damaged()).isFalse();
      assertThat(contents.lines().stream().mapToLong(SpoolContents.Line::bytes).sum())
          .isEqualTo(contents.eventBytes());
      long[] told = new long[1];
      SpoolCheck check = reader.verify(done -> told[0] = done);
      assertThat(check)
          .isEqualTo(new SpoolCheck(shape.left.size(), 0, 0, 0, 0, List.of()))
          .matches(SpoolCheck::isGood);
      assertThat(told[0]).isEqualTo(shape.left.size());
    }
    assertThat(state(shape.folder)).isEqualTo(before);
    if (kind == SpoolShape.Kind.WAITING) {
      assertThat(states.keySet())
          .containsExactly(
              EventState.READY,
              EventState.DELAYED,
              EventState.PARKED,
              EventState.IN_HAND,
              EventState.DEAD);
    }
  }

  @Test
  void verify_seesAByteOfAnEvent() throws IOException {
    SpoolShape shape = shape(SpoolShape.Kind.CLOSED);
    Path file = shape.folder.resolve(SpoolFolder.FILE_NAME);
    long at = Files.size(file) - SpoolShape.PAGE;
    while (shape.on(SpoolFolder.FILE_NAME, at, at + 1).isEmpty()) {
      at -= SpoolShape.PAGE;
    }
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      // Cells grow from the end of a page: that is the last byte of a body.
      opened.seek(at + SpoolShape.PAGE - 1);
      int was = opened.read();
      opened.seek(at + SpoolShape.PAGE - 1);
      opened.write(was ^ 1);
    }
    try (SpoolReader reader = SpoolReader.open(shape.folder)) {
      SpoolCheck check = reader.verify(done -> {});
      assertThat(check.isGood()).isFalse();
      assertThat(check.unreadable()).isOne();
      assertThat(check.whole()).isEqualTo(shape.left.size() - 1);
    }
  }

  @Test
  void read_findsWhatIsWholeInAFileThatIsNone() throws IOException {
    SpoolShape shape = shape(SpoolShape.Kind.CLOSED);
    Path aside = folder.resolve("damaged-1.db");
    Files.copy(shape.folder.resolve(SpoolFolder.FILE_NAME), aside);
    try (RandomAccessFile opened = new RandomAccessFile(aside.toFile(), "rw")) {
      opened.write(new byte[SpoolShape.PAGE]);
    }
    try (SpoolReader reader = SpoolReader.open(aside)) {
      Set<EventId> found = new HashSet<>();
      boolean damaged =
          reader.forEach((state, number, event, frame, note) -> found.add(event.id()));
      assertThat(damaged).isTrue();
      assertThat(found).isEqualTo(shape.left);
      assertThat(reader.contents().damaged()).isTrue();
      assertThat(reader.contents().events())
          .isEqualTo(Map.of(EventState.LOOSE, (long) shape.left.size()));
      assertThat(reader.verify(done -> {}).faults()).isNotEmpty();
    }
  }

  @Test
  void open_refusesOneThatIsInUse() {
    Path spool = folder.resolve("spool");
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(storage.isAvailable()).isTrue();
      assertThat(SpoolReader.isInUse(spool)).isTrue();
      assertThatThrownBy(() -> SpoolReader.open(spool))
          .isInstanceOf(SpoolException.class)
          .hasMessage("the spool " + spool + " is in use by this process");
    }
    assertThat(SpoolReader.isInUse(spool)).isFalse();
    SpoolReader.open(spool).close();
  }

  @Test
  void open_keepsOthersFromTakingIt() {
    Path spool = folder.resolve("spool");
    Patience.spool(spool).build().close();
    try (SpoolReader reader = SpoolReader.open(spool)) {
      assertThat(reader.contents().lines()).isEmpty();
      assertThatThrownBy(() -> Patience.spool(spool).build())
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("is in use");
    }
    Patience.spool(spool).build().close();
  }

  @Test
  void open_saysWhatIsNotThere() {
    assertThatThrownBy(() -> SpoolReader.open(folder))
        .isInstanceOf(SpoolException.class)
        .hasMessage("there is no spool in " + folder);
    Path none = folder.resolve("none.db");
    assertThatThrownBy(() -> SpoolReader.open(none))
        .isInstanceOf(SpoolException.class)
        .hasMessage("there is no file " + none);
  }
}
