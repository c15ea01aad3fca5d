/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static dev.cyclops.spool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.StorageStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that does not answer for a while, at a commit. */
class HungDiskTest {
  private static final int LONGEST_SECONDS = 60;

  @TempDir private Path folder;
  private final AtomicBoolean hang = new AtomicBoolean();
  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);

  private SpoolStorage open() {
    return SpoolStorage.builder(folder.resolve("spool"))
        // Longer than a disk takes that other programs use as well.
        .patience(Duration.ofSeconds(4))
        .build(
            () -> {
              if (hang.getAndSet(false)) {
                hangs.countDown();
                awaitAnswer();
              }
            });
  }

  private void awaitAnswer() {
    boolean answered = false;
    while (!answered) {
      try {
        answered = answer.await(LONGEST_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        // A disk does not care.
      }
    }
  }

  @AfterEach
  void answer() {
    answer.countDown();
  }

  private static Event event(long project) {
    return Event.builder(Route.ENVELOPE)
        .body(new byte[100])
        .build()
        .accepted(project, "key", null, DataCategory.ERROR, UnaryOperator.identity());
  }

  private static CompletableFuture<PutResult> put(SpoolStorage storage, long project) {
    return storage.put(event(project)).toCompletableFuture();
  }

  private static void assertGivenUp(CompletableFuture<PutResult> stage) {
    assertThatThrownBy(() -> stage.get(LONGEST_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SpoolException.class);
  }

  private static List<Delivery> next(SpoolStorage storage) {
    return storage.next(10, Paused.NOTHING);
  }

  @Test
  void put_failsAfterSomePatienceAndIsNotThereWhenTheDiskAnswersAfterAll() throws Exception {
    try (SpoolStorage storage = open()) {
      put(storage, 1).get(LONGEST_SECONDS, TimeUnit.SECONDS);
      hang.set(true);
      CompletableFuture<PutResult> inTheGroup = put(storage, 2);
      assertThat(hangs.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<PutResult> behindIt = put(storage, 3);

      assertGivenUp(inTheGroup);
      assertGivenUp(behindIt);
      assertThat(storage.isAvailable()).isFalse();
      assertThat(next(storage)).as("what another thread has the disk for").isEmpty();
      assertThatThrownBy(() -> storage.release("lane")).isInstanceOf(SpoolException.class);

      answer();
      await().until(storage::isAvailable);
      assertThat(storage.projects()).containsExactly(1L);
      put(storage, 4).get(LONGEST_SECONDS, TimeUnit.SECONDS);
      assertThat(next(storage)).extracting(each -> each.event().project()).containsOnly(1L, 4L);
      StorageStats stats = storage.stats();
      assertThat(stats.held()).isEqualTo(2);
      assertThat(stats.shed()).isZero();
    }
    try (SpoolStorage again = open()) {
      assertThat(again.projects()).containsExactlyInAnyOrder(1L, 4L);
    }
  }

  @Test
  void close_waitsForItNoLongerThanForAnswers() throws Exception {
    SpoolStorage storage = open();
    hang.set(true);
    CompletableFuture<PutResult> lost = put(storage, 1);
    assertThat(hangs.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();

    storage.close();

    assertGivenUp(lost);
    assertThatThrownBy(this::open)
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("in use");
  }
}
