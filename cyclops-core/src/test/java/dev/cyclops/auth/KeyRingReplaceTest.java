/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cyclops.ManualTime;
import dev.cyclops.Spin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Another source takes the place of the one that a ring was started with. */
@Timeout(60)
class KeyRingReplaceTest {
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final ProjectKey A = new ProjectKey(1, "a", null);
  private static final ProjectKey B = new ProjectKey(2, "b", null);

  @RegisterExtension private final KeyLines lines = new KeyLines();
  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();
  private final ScriptedKeySource first = new ScriptedKeySource();
  private final ScriptedKeySource other = new ScriptedKeySource();
  private volatile boolean timeIsUp;
  private KeyRing ring = ring(first);

  @AfterEach
  void close() {
    timeIsUp = false;
    ring.close();
  }

  private KeyRing ring(KeySource source) {
    return ring(source, time);
  }

  private KeyRing ring(KeySource source, InstantSource clock) {
    return new KeyRing(
        source,
        Duration.ofDays(1),
        WAIT,
        folder == null ? null : folder.resolve("keys"),
        new KeyRing.World(time::nanos, clock, () -> 0, this::patience));
  }

  /** No time passes; a source that is awaited in vain was asked at least. */
  private boolean patience(CountDownLatch latch, long nanos) throws InterruptedException {
    if (timeIsUp) {
      Spin.until(() -> other.loads.get() > 0 && ring.stats().failures() > 0);
      return false;
    }
    return latch.await(1, TimeUnit.MINUTES);
  }

  private boolean holds(ProjectKey key) {
    return ring.keys().authorize(key.project(), key.publicKey(), null) != null;
  }

  @Test
  void replace_letsTheNewKeysHoldWhenItReturns_andClosesTheOldSource() {
    first.thenKeys(A);
    other.thenKeys(B);
    ring.start();

    ring.replace(other, WAIT);

    assertThat(holds(B)).isTrue();
    assertThat(holds(A)).isFalse();
    assertThat(first.closed).hasValue(1);
    assertThat(other.closed).hasValue(0);
    assertThat(ring.stats().loads()).isEqualTo(2);
    ring.close();
    assertThat(other.closed).hasValue(1);
  }

  @Test
  void replace_goesOnLoadingFromTheNewSourceOnly() {
    first.thenKeys(A);
    other.thenKeys(B).thenKeys(A, B);
    ring.start();
    ring.replace(other, WAIT);
    time.pass(Duration.ofSeconds(1));

    ring.refreshSoon();
    Spin.until(() -> holds(A));

    assertThat(first.loads).hasValue(1);
  }

  @Test
  void replace_tightensAndLoosens() {
    ring = ring(KeySource.openToAll());
    ring.start();
    assertThat(holds(A)).isTrue();

    ring.replace(KeySource.of(B), WAIT);
    assertThat(holds(A)).isFalse();
    assertThat(holds(B)).isTrue();

    ring.replace(KeySource.openToAll(), WAIT);
    assertThat(holds(A)).isTrue();
    assertThat(lines.take())
        .filteredOn(line -> line.contains("access is not restricted"))
        .hasSize(2);
  }

  @Test
  void replace_byASourceThatDoesNotAnswerChangesNothing() {
    first.thenKeys(A);
    other.thenFails(new IOException("connection refused by db:5432"));
    ring.start();
    timeIsUp = true;

    assertThatIllegalStateException()
        .isThrownBy(() -> ring.replace(other, WAIT))
        .withMessage("the project keys cannot be loaded: connection refused by db:5432");

    assertThat(holds(A)).isTrue();
    assertThat(first.closed).hasValue(0);
    assertThat(other.closed).hasValue(1);
    assertThat(lines.take())
        .filteredOn(line -> line.startsWith("WARNING"))
        .containsExactly(
            "WARNING waiting for the project keys, for 1 s more: connection refused by db:5432");
    // And is no hindrance to the next.
    timeIsUp = false;
    ring.replace(KeySource.of(B), WAIT);
    assertThat(holds(B)).isTrue();
  }

  @Test
  void replace_byASourceWithoutAKeyChangesNothing() {
    first.thenKeys(A);
    other.thenKeys();
    ring.start();

    assertThatIllegalStateException()
        .isThrownBy(() -> ring.replace(other, WAIT))
        .withMessage("the project keys cannot be loaded: there are none");

    assertThat(holds(A)).isTrue();
    assertThat(first.closed).hasValue(0);
    assertThat(other.closed).hasValue(1);
  }

  @Test
  void replace_takesNoKeysFromTheSnapshotOfTheOldSource() throws Exception {
    Path file = folder.resolve("keys");
    ring = ring(first);
    first.thenKeys(A);
    other.thenKeys();
    ring.start();
    Spin.until(() -> file.toFile().exists());

    assertThatIllegalStateException().isThrownBy(() -> ring.replace(other, WAIT));
    assertThat(KeysFile.read(file).keys().authorize(1, "a", null)).isNotNull();
    timeIsUp = true;
    ScriptedKeySource away = new ScriptedKeySource().thenFails(new IOException("away"));
    assertThatIllegalStateException().isThrownBy(() -> ring.replace(away, WAIT));
    assertThat(holds(A)).isTrue();
    assertThat(ring.stats().fromSnapshot()).isFalse();
  }

  @Test
  void replace_keepsTheNewKeysInTheSnapshot() throws Exception {
    Path file = folder.resolve("keys");
    ring = ring(first);
    first.thenKeys(A);
    other.thenKeys(B);
    ring.start();

    ring.replace(other, WAIT);
    time.pass(Duration.ofSeconds(1));
    ring.refreshSoon();

    Spin.until(() -> isIn(file, B));
    assertThat(isIn(file, A)).isFalse();
  }

  /** As with a slow disk: the old keys are still being written. */
  @Test
  void replace_letsTheOldSourceWriteNoSnapshotAfterTheNewOne() throws Exception {
    Path file = folder.resolve("keys");
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch disk = new CountDownLatch(1);
    AtomicReference<Thread> writer = new AtomicReference<>();
    InstantSource clock =
        () -> {
          // It is asked for the time by what is about to be written.
          if (writer.compareAndSet(null, Thread.currentThread())) {
            writing.countDown();
            awaitUninterruptibly(disk);
          }
          return time.instant();
        };
    ring = ring(first, clock);
    first.thenKeys(A);
    other.thenKeys(B);
    ring.start();
    writing.await();

    Thread replacing = new Thread(() -> ring.replace(other, WAIT));
    replacing.start();
    Spin.until(() -> first.closed.get() == 1);
    Spin.until(() -> replacing.getState() == Thread.State.TIMED_WAITING || !replacing.isAlive());
    assertThat(replacing.isAlive()).as("waits for the disk").isTrue();
    assertThat(holds(B)).isTrue();
    disk.countDown();
    replacing.join();
    time.pass(Duration.ofSeconds(1));
    ring.refreshSoon();

    Spin.until(() -> isIn(file, B));
    writer.get().join();
    assertThat(isIn(file, B)).isTrue();
  }

  private static boolean isIn(Path file, ProjectKey key) {
    try {
      return KeysFile.read(file).keys().authorize(key.project(), key.publicKey(), null) != null;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void replace_isEndedByTheEndOfTheRing() {
    first.thenKeys(A);
    CountDownLatch end = new CountDownLatch(1);
    other.thenKeys(B).meanwhile = () -> awaitUninterruptibly(end);
    ring.start();
    CompletableFuture<Void> replaced =
        CompletableFuture.runAsync(
            () -> ring.replace(other, WAIT), task -> new Thread(task).start());
    Spin.until(() -> other.loads.get() == 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> ring.replace(KeySource.of(B), WAIT))
        .withMessageContaining("is being replaced already");

    ring.close();

    assertThat(replaced)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .withMessageEndingWith("closed while the project keys were being loaded");
    assertThat(first.closed).hasValue(1);
    assertThat(other.closed).hasValue(1);
    assertThat(holds(A)).isTrue();
    end.countDown();
  }

  /** As a driver that cannot be interrupted. */
  private static void awaitUninterruptibly(CountDownLatch end) {
    boolean ended = false;
    while (!ended) {
      try {
        end.await();
        ended = true;
      } catch (InterruptedException e) {
        // Goes on.
      }
    }
  }

  @Test
  void replace_needsARingThatRuns() {
    assertThatIllegalStateException().isThrownBy(() -> ring.replace(other, WAIT));
    assertThat(other.closed).hasValue(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.replace(other, Duration.ZERO))
        .withMessage("timeout <= 0: PT0S");
  }
}
