/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static dev.cyclops.spool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a volume of 64 MiB in memory, which root alone may mount: elsewhere these are skipped. */
class FullVolumeIT {
  private static final int EVENT_BYTES = 30_000;

  /** More events than there is room for. */
  private static final int TOO_MANY = 4000;

  @TempDir private Path folder;
  private final Set<EventId> acknowledged = new HashSet<>();
  private Path volume;
  private Path spool;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    volume = Files.createDirectory(folder.resolve("volume"));
    spool = volume.resolve("spool");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", volume.toString()),
        "a tmpfs could not be mounted: this needs root");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", "-l", volume.toString());
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private Path fill() throws IOException {
    Path filler = volume.resolve("filler");
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return filler;
  }

  private boolean put(Storage storage) {
    Event event = FaultyRun.event(EVENT_BYTES);
    try {
      PutResult result = storage.put(event).toCompletableFuture().join();
      if (result.stored()) {
        acknowledged.add(event.id());
      }
      return result.stored();
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(SpoolException.class);
      assertThat(e.getCause().getMessage()).contains(spool.toString()).doesNotContain("\n");
      return false;
    }
  }

  private void putUntilRefused(Storage storage) {
    int refused = 0;
    for (int i = 0; i < TOO_MANY && refused < 3; i++) {
      refused += put(storage) ? 0 : 1;
    }
    assertThat(refused).isEqualTo(3);
  }

  private static Set<EventId> drain(Storage storage) {
    Set<EventId> found = new HashSet<>();
    List<Delivery> some;
    do {
      some = storage.next(50, Paused.NOTHING);
      for (Delivery each : some) {
        found.add(each.event().id());
        storage.markAsDone(each);
      }
    } while (!some.isEmpty());
    return found;
  }

  private void expectWholeFile() throws SQLException {
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + spool.resolve("spool.db"));
        Statement statement = file.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("ok");
    }
    assertThat(spool).isDirectoryNotContaining("glob:**damaged*");
  }

  @Test
  void filledByOthers_itTakesEventsAgainWhenThereIsRoom() throws Exception {
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      for (int i = 0; i < 20; i++) {
        assertThat(put(storage)).isTrue();
      }
      Path filler = fill();
      putUntilRefused(storage);
      assertThat(storage.isAvailable()).isFalse();

      List<Delivery> meanwhile = storage.next(1, Paused.NOTHING);
      assertThat(meanwhile).hasSize(1);
      storage.settle(meanwhile.get(0), Settlement.giveBack());

      Files.delete(filler);
      await().until(storage::isAvailable);
      assertThat(put(storage)).isTrue();
      assertThat(storage.totalSize()).isEqualTo(acknowledged.size());
    }
    expectWholeFile();
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(drain(storage)).isEqualTo(acknowledged);
    }
  }

  @Test
  void lessThanATwentiethFree_isLeftToOthers() throws Exception {
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      Path filler = Files.write(volume.resolve("filler"), new byte[62 << 20]);
      await().until(() -> !storage.isAvailable());
      Files.delete(filler);
      await().until(storage::isAvailable);
    }
  }

  @Test
  void gone_itTakesEventsAgainWhenTheFolderIsBack() throws Exception {
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(put(storage)).isTrue();
      Path elsewhere = volume.resolve("elsewhere");
      Files.move(spool, elsewhere);
      assertThat(put(storage)).isFalse();
      assertThat(storage.isAvailable()).isFalse();

      Files.move(elsewhere, spool);
      await().until(storage::isAvailable);
      assertThat(put(storage)).isTrue();
    }
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(drain(storage)).isEqualTo(acknowledged);
    }
  }

  @Test
  void withFallback_eventsWaitInMemoryAndMoveOver() throws Exception {
    SpoolStorage disk = Patience.spool(spool).build();
    try (Storage storage =
        Storage.withFallback(
            disk, 8 << 20, QueueOrder.OLDEST_FIRST, Duration.ofDays(1), Clock.systemUTC())) {
      assertThat(put(storage)).isTrue();
      Path filler = fill();
      for (int i = 0; i < 100; i++) {
        assertThat(put(storage)).isTrue();
      }
      assertThat(storage.stats().notDurableHeld()).isPositive();
      assertThat(disk.isAvailable()).isFalse();

      Files.delete(filler);
      await().until(() -> storage.stats().notDurableHeld() == 0);
    }
    expectWholeFile();
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(drain(storage)).isEqualTo(acknowledged);
    }
  }

  @Test
  void full_itIsOpenedAllTheSame() throws Exception {
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(put(storage)).isTrue();
      // In hand when it is closed: to be given back by the next one, which has no room for that.
      assertThat(storage.next(1, Paused.NOTHING)).hasSize(1);
    }
    Path filler = fill();
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(storage.isAvailable()).isFalse();
      assertThat(storage.next(1, Paused.NOTHING)).hasSize(1);
      Files.delete(filler);
      await().until(storage::isAvailable);
    }
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(drain(storage)).isEqualTo(acknowledged);
    }
  }

  @Test
  void readOnly_isSaidInALine() throws Exception {
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(put(storage)).isTrue();
    }
    assertThat(run("mount", "-o", "remount,ro", volume.toString())).isTrue();
    assertThatThrownBy(() -> Patience.spool(spool).build())
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining(spool.toString())
        .hasMessageContaining("Read-only file system")
        .hasMessageNotContaining("\n");
    assertThat(run("mount", "-o", "remount,rw", volume.toString())).isTrue();
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(drain(storage)).isEqualTo(acknowledged);
    }
  }
}
