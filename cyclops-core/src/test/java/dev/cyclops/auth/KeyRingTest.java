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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** With its own thread; the waiting of the start takes no time. */
@Timeout(180)
class KeyRingTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final ProjectKey A = new ProjectKey(1, "a", null);
  private static final ProjectKey B = new ProjectKey(2, "b", null);

  @RegisterExtension private final KeyLines lines = new KeyLines();
  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();
  private final ScriptedKeySource source = new ScriptedKeySource();
  private @Nullable KeyRing built;
  private volatile boolean hangs;
  private volatile boolean closing;

  @AfterEach
  void close() {
    closing = true;
    if (built != null) {
      built.close();
    }
  }

  private KeyRing ring() {
    return ring((latch, nanos) -> latch.await(1, TimeUnit.MINUTES), null);
  }

  private KeyRing ring(KeyRing.Patience patience, @Nullable Path snapshot) {
    built =
        new KeyRing(
            source,
            DAY,
            Duration.ofSeconds(4),
            snapshot,
            new KeyRing.World(time::nanos, time, () -> 0, patience));
    return built;
  }

  /** Waits no longer than until the source was asked once, and then says that the time is up. */
  private KeyRing.Patience untilAsked() {
    return (latch, nanos) -> {
      if (closing) {
        return latch.await(1, TimeUnit.MINUTES);
      }
      Spin.until(() -> source.loads.get() > 0 && (hangs || built.stats().failing()));
      return false;
    };
  }

  private static void awaitKey(KeyRing ring, ProjectKey key) {
    Spin.until(() -> ring.keys().authorize(key.project(), key.publicKey(), null) != null);
  }

  private CountDownLatch hang(ScriptedKeySource source) {
    hangs = true;
    CountDownLatch end = new CountDownLatch(1);
    source.meanwhile =
        () -> {
          boolean ended = false;
          while (!ended) {
            try {
              end.await();
              ended = true;
            } catch (InterruptedException e) {
              // As a driver that cannot be interrupted.
            }
          }
        };
    return end;
  }

  // ---- start

  @Test
  void keys_letNobodyInBeforeTheStart() {
    assertThat(ring().keys().authorize(1, "a", null)).isNull();
    assertThat(ring().stats().keys()).isZero();
  }

  @Test
  void start_loadsTheKeysOnAThreadOfTheirOwn() {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    source.thenKeys(A).meanwhile = () -> thread.complete(Thread.currentThread());
    KeyRing ring = ring();
    ring.start();

    assertThat(ring.keys().authorize(1, "a", null)).isEqualTo(A);
    assertThat(thread.join().getName()).isEqualTo("cyclops-keys");
    assertThat(thread.join().isDaemon()).isTrue();
  }

  @Test
  void start_tellsEachSecondWhatItWaitsForAndFails() {
    IOException cause = new IOException("connection refused by db:5432");
    source.thenFails(cause);
    KeyRing ring = ring(untilAsked(), null);

    assertThatIllegalStateException()
        .isThrownBy(ring::start)
        .withMessage("the project keys cannot be loaded: connection refused by db:5432")
        .withCause(cause);

    assertThat(lines.take())
        .containsExactly(
            "WARNING waiting for the project keys, for 3 s more: connection refused by db:5432",
            "WARNING waiting for the project keys, for 2 s more: connection refused by db:5432",
            "WARNING waiting for the project keys, for 1 s more: connection refused by db:5432");
    assertThat(source.closed).hasValue(1);
  }

  @Test
  void start_doesNotWaitForASourceThatHangs() {
    CountDownLatch end = hang(source.thenKeys(A));
    KeyRing ring = ring(untilAsked(), null);

    assertThatIllegalStateException()
        .isThrownBy(ring::start)
        .withMessage("the project keys cannot be loaded: no answer within 4 s");

    assertThat(lines.take())
        .hasSize(3)
        .contains("WARNING waiting for the project keys, for 3 s more: no answer yet");
    end.countDown();
  }

  @Test
  void start_takesTheSnapshotWhenTheTimeIsUp() throws Exception {
    Path file = snapshot(Duration.ofHours(3));
    source.thenFails(new IOException("connection refused by db:5432"));
    KeyRing ring = ring(untilAsked(), file);
    ring.start();

    assertThat(ring.keys().authorize(1, "a", null)).isEqualTo(A);
    assertThat(ring.stats().fromSnapshot()).isTrue();
    assertThat(ring.stats().failing()).isTrue();
    assertThat(ring.stats().ageSeconds()).hasValue(3 * 3600);
    assertThat(lines.take())
        .hasSize(4)
        .last()
        .isEqualTo(
            "WARNING the project keys cannot be loaded, those of 3 h ago hold until they can:"
                + " 1 key of 1 project, from "
                + file
                + ": connection refused by db:5432");
  }

  @Test
  void start_fromASnapshotIsOverWhenTheKeysAreLoaded() throws Exception {
    Path file = snapshot(Duration.ofMinutes(3));
    CountDownLatch end = hang(source.thenKeys(A, B));
    KeyRing ring = ring(untilAsked(), file);
    ring.start();
    assertThat(lines.take()).last().asString().endsWith(file + ": no answer");
    time.pass(Duration.ofMinutes(5));
    assertThat(ring.stats().ageSeconds()).hasValue(8 * 60);

    end.countDown();
    awaitKey(ring, B);

    assertThat(ring.stats().fromSnapshot()).isFalse();
    assertThat(lines.await(2))
        .containsExactly(
            "INFO the project keys can be loaded again, after 5 min",
            "INFO the project keys have changed: 2 keys of 2 projects");
  }

  @Test
  void start_withoutAUsableSnapshotFails() throws Exception {
    Path file = Files.writeString(folder.resolve("keys"), "damaged!");
    source.thenFails(new IOException("no database"));
    KeyRing ring = ring(untilAsked(), file);

    assertThatIllegalStateException()
        .isThrownBy(ring::start)
        .withMessage("the project keys cannot be loaded: no database");
    assertThat(lines.take())
        .last()
        .isEqualTo(
            "WARNING the project keys in "
                + file
                + " cannot be used: this is no file of project keys");
  }

  private Path snapshot(Duration age) throws IOException {
    Path file = folder.resolve("keys");
    KeysFile.write(file, new KeysFile.Contents(ProjectKeys.of(List.of(A)), 0));
    Files.setLastModifiedTime(file, FileTime.from(time.instant().minus(age)));
    return file;
  }

  @Test
  void start_ofAnOpenSourceLetsEverybodyIn() {
    try (KeyRing open = new KeyRing(KeySource.openToAll(), DAY)) {
      assertThat(open.keys().authorize(5, "any", null)).isNull();
      open.start();
      open.unknownKey();
      open.refreshSoon();
      assertThat(open.keys().authorize(5, "any", null)).isNotNull();
      assertThat(open.stats()).isEqualTo(KeyStats.none(false, 0, 0));
      assertThat(lines.take())
          .containsExactly("WARNING every project and key is let in: access is not restricted");
    }
  }

  @Test
  void start_thatIsInterruptedEnds() {
    CountDownLatch end = hang(source.thenKeys(A));
    KeyRing ring =
        ring(
            (latch, nanos) -> {
              throw new InterruptedException();
            },
            null);

    assertThatIllegalStateException().isThrownBy(ring::start);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(source.closed).hasValue(1);
    end.countDown();
  }

  // ---- reasons to load

  @Test
  void unknownKey_hasTheKeysLoaded() {
    source.thenKeys(A).thenKeys(A, B);
    KeyRing ring = ring();
    ring.start();
    for (int stranger = 0; stranger < 1000; stranger++) {
      ring.unknownKey();
    }

    awaitKey(ring, B);
    ring.unknownKey();
    assertThat(source.loads).hasValue(2);
  }

  @Test
  void refreshSoon_hasTheKeysLoadedWithoutBeingWaitedFor() {
    source.thenKeys(A).thenKeys(B);
    KeyRing ring = ring();
    ring.start();
    time.pass(Duration.ofSeconds(1));

    ring.refreshSoon();

    awaitKey(ring, B);
  }

  @Test
  void fixedKeys_areLoadedOnce() {
    try (KeyRing ring = new KeyRing(KeySource.of(A), DAY)) {
      ring.start();
      ring.unknownKey();
      ring.refreshSoon();
      ring.close();
      assertThat(ring.stats().loads()).isEqualTo(1);
      assertThat(ring.keys().authorize(1, "a", null)).isEqualTo(A);
    }
  }

  // ---- the end

  @Test
  void close_neverWaitsForALoad() {
    source.thenKeys(A).thenKeys(B);
    KeyRing ring = ring();
    ring.start();
    time.pass(Duration.ofSeconds(1));
    CountDownLatch end = hang(source);
    ring.refreshSoon();
    Spin.until(() -> source.loads.get() == 2);

    ring.close();
    ring.close();

    assertThat(source.closed).hasValue(1);
    assertThat(ring.keys().authorize(1, "a", null)).isEqualTo(A);
    ring.refreshSoon();
    ring.unknownKey();
    end.countDown();
  }

  @Test
  void close_endsAStartThatWaits() {
    CountDownLatch end = hang(source.thenKeys(A));
    KeyRing ring = ring();
    CompletableFuture<Void> start = CompletableFuture.runAsync(ring::start);
    Spin.until(() -> source.loads.get() == 1);

    ring.close();

    assertThat(start)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .withMessageEndingWith("closed while the project keys were being loaded");
    end.countDown();
  }

  @Test
  void close_beforeTheStartIsTheEnd() {
    KeyRing ring = ring();
    ring.close();

    assertThat(source.closed).hasValue(1);
    assertThatIllegalStateException().isThrownBy(ring::start);
    assertThat(source.loads).hasValue(0);
  }

  @Test
  void close_saysWhatASourceThrows() {
    KeySource rude =
        new KeySource() {
          @Override
          public List<ProjectKey> load() {
            return List.of(A);
          }

          @Override
          public void close() {
            throw new IllegalStateException("the pool is closed");
          }
        };
    KeyRing ring = new KeyRing(rude, DAY);
    ring.start();
    lines.await(1);
    ring.close();

    assertThat(lines.take())
        .containsExactly("WARNING the source of project keys cannot be closed: the pool is closed");
  }

  // ---- values

  @Test
  void keyRing_checksItsTimes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRing(source, Duration.ZERO))
        .withMessage("period <= 0: PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRing(source, DAY, Duration.ofSeconds(-1), null, time::nanos, time))
        .withMessage("startTimeout <= 0: PT-1S");
  }

  @Test
  void keySource_ofKeysCopiesThem() throws Exception {
    ProjectKey[] keys = {A};
    KeySource fixed = KeySource.of(keys);
    keys[0] = B;

    assertThat(fixed.load()).containsExactly(A);
    assertThat(fixed.restricts()).isTrue();
    assertThat(fixed.changes()).isFalse();
    assertThat(fixed).hasToString("FixedKeys[1 of them]");
    assertThat(KeySource.openToAll().restricts()).isFalse();
    assertThat(KeySource.openToAll().changes()).isFalse();
  }
}
