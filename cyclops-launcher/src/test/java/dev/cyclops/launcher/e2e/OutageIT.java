/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.testkit.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageIT {
  private static final int THREADS = 4;
  private static final int BEFORE = 20;
  private static final int DURING = 600;
  private static final int FIRST_TRIED = 10_000;

  Backend backend() {
    return Backend.memory();
  }

  @ParameterizedTest
  @CsvSource({
    "NEWEST_FIRST, REFUSES",
    "OLDEST_FIRST, REFUSES",
    "NEWEST_FIRST, ANSWERS_503",
    "OLDEST_FIRST, ANSWERS_503",
    "NEWEST_FIRST, RESETS"
  })
  void outage_everyClientGets200AndNothingIsLost(QueueOrder order, Outage outage) throws Exception {
    // One send at a time, so that the order of arrival at Sentry is the order of the queue.
    try (Barrier barrier = new Barrier(backend(), 10, Duration.ZERO, order, 1)) {
      for (int i = 0; i < BEFORE; i++) {
        assertThat(barrier.post(event(i)).statusCode()).isEqualTo(200);
      }
      patiently().until(() -> barrier.cyclops.stats().forwarded() == BEFORE);

      outage.begin(barrier);
      // Those that are tried before it is known that Sentry is away wait for a moment each.
      int tried = 0;
      while (!barrier.cyclops.isSentryAway()) {
        assertThat(barrier.post(event(FIRST_TRIED + tried++)).statusCode()).isEqualTo(200);
      }
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> clients = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = BEFORE + thread;
        clients.add(
            threads.submit(
                () -> {
                  for (int i = first; i < BEFORE + DURING; i += THREADS) {
                    assertThat(barrier.post(event(i)).statusCode()).isEqualTo(200);
                  }
                  return null;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
      threads.shutdown();
      // At least one probe has failed by then, and the last events come while Sentry is away.
      patiently().until(() -> barrier.cyclops.stats().sends().probes() > 0);
      int last = BEFORE + DURING;
      for (int i = last; i < last + 5; i++) {
        assertThat(barrier.post(event(i)).statusCode()).isEqualTo(200);
      }
      // A probe on its way with an older one might be what finds Sentry back.
      patiently().until(() -> barrier.cyclops.stats().storage().leased() == 0);
      assertThat(barrier.cyclops.stats().forwarded()).isEqualTo(BEFORE);
      assertThat(barrier.cyclops.stats().storage().held()).isEqualTo(tried + DURING + 5);
      barrier.sentry.clear();
      outage.end(barrier);

      patiently().until(() -> barrier.cyclops.stats().storage().held() == 0);
      assertThat(barrier.cyclops.stats().unaccounted()).isZero();
      List<Integer> numbers = barrier.sentry.accepted().stream().map(OutageIT::number).toList();
      assertThat(numbers)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.concat(
                      IntStream.range(BEFORE, last + 5),
                      IntStream.range(FIRST_TRIED, FIRST_TRIED + tried))
                  .boxed()
                  .toList());
      numbers = numbers.stream().filter(number -> number < FIRST_TRIED).toList();
      if (outage != Outage.RESETS) {
        assertOrder(numbers, order, last);
      } // Else some wait behind the others, since an event itself may break a connection.
    }
  }

  /**
   * The first is the probe that found Sentry back: the newest. The four clients overtake each other
   * a little; the five at the end came one by one.
   */
  private static void assertOrder(List<Integer> numbers, QueueOrder order, int last) {
    assertThat(numbers.get(0)).isEqualTo(last + 4);
    List<Integer> oldestFirst = new ArrayList<>(numbers.subList(1, numbers.size()));
    if (order == QueueOrder.NEWEST_FIRST) {
      Collections.reverse(oldestFirst);
    }
    assertThat(oldestFirst.subList(oldestFirst.size() - 4, oldestFirst.size()))
        .containsExactly(last, last + 1, last + 2, last + 3);
    // Within what one client sent, the order is strict.
    for (int client = 0; client < THREADS; client++) {
      int remainder = (BEFORE + client) % THREADS;
      assertThat(oldestFirst.stream().filter(n -> n < last && n % THREADS == remainder)).isSorted();
    }
  }

  private static String event(int number) {
    return """
        {"event_id":"%032x","message":"order failed","extra":{"number":"<%d>"}}"""
        .formatted(number + 1, number);
  }

  private static int number(Received received) {
    return Integer.parseInt(received.text().replaceAll("(?s).*<(\\d+)>.*", "$1"));
  }

  /** The ways in which Sentry can be away. */
  enum Outage {
    REFUSES {
      @Override
      void begin(Barrier barrier) {
        barrier.sentry.refuseConnections();
      }

      @Override
      void end(Barrier barrier) {
        barrier.sentry.acceptConnections();
      }
    },
    ANSWERS_503 {
      @Override
      void begin(Barrier barrier) {
        barrier.sentry.answer(503);
      }

      @Override
      void end(Barrier barrier) {
        barrier.sentry.answer(200);
      }
    },
    RESETS {
      @Override
      void begin(Barrier barrier) {
        barrier.sentry.resetConnections(true);
      }

      @Override
      void end(Barrier barrier) {
        barrier.sentry.resetConnections(false);
      }
    };

    abstract void begin(Barrier barrier);

    abstract void end(Barrier barrier);
  }
}
