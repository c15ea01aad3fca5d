/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.testkit.Received;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FloodIT {
  private static final int THREADS = 16;
  private static final int EVENTS = 10_000;
  private static final int MAX_CACHE_USES = 10;
  private static final int OTHER_GROUPS = 50;

  Backend backend() {
    return Backend.memory();
  }

  @Test
  void flood_exactlyTheLimitReachesSentryAndOtherGroupsPass() throws Exception {
    AtomicInteger processedAnswers = new AtomicInteger();
    AtomicInteger ignoredAnswers = new AtomicInteger();
    try (Barrier barrier =
        new Barrier(backend(), MAX_CACHE_USES, Duration.ofHours(1), QueueOrder.NEWEST_FIRST, 8)) {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> posts = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        posts.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < EVENTS / THREADS; i++) {
                    HttpResponse<String> answer = barrier.post(event("FloodError"));
                    assertThat(answer.statusCode()).isEqualTo(200);
                    String status = answer.headers().firstValue("X-CYCLOPS-STATUS").orElseThrow();
                    (status.equals("PROCESSED") ? processedAnswers : ignoredAnswers)
                        .incrementAndGet();
                  }
                  return null;
                }));
      }
      for (int group = 0; group < OTHER_GROUPS; group++) {
        HttpResponse<String> answer = barrier.post(event("Error" + letters(group)));
        assertThat(answer.headers().firstValue("X-CYCLOPS-STATUS")).contains("PROCESSED");
      }
      for (Future<?> post : posts) {
        post.get(5, TimeUnit.MINUTES);
      }
      threads.shutdown();

      List<Received> arrived = barrier.sentry.awaitReceived(MAX_CACHE_USES + OTHER_GROUPS);
      barrier.cyclops.close();
      assertThat(barrier.sentry.received().stream().filter(request -> !request.isClientReport()))
          .hasSize(MAX_CACHE_USES + OTHER_GROUPS);
      assertThat(arrived.stream().filter(r -> r.text().contains("FloodError")))
          .hasSize(MAX_CACHE_USES);

      assertThat(processedAnswers).hasValue(MAX_CACHE_USES);
      assertThat(ignoredAnswers).hasValue(EVENTS - MAX_CACHE_USES);
      assertThat(barrier.count())
          .contains("\"count\":0")
          .contains("\"processed\":" + (MAX_CACHE_USES + OTHER_GROUPS))
          .contains("\"ignored\":" + (EVENTS - MAX_CACHE_USES));
    }
  }

  /** Every event has another id and another message: only the error is the same. */
  private static String event(String type) {
    String id = UUID.randomUUID().toString().replace("-", "");
    return """
        {"event_id":"%s","platform":"java","exception":{"values":[{"type":"%s",
        "value":"request %s failed","stacktrace":{"frames":[{"function":"run",
        "module":"shop.Cart","lineno":42,"vars":{"self":"%s"}}]}}]}}"""
        .formatted(id, type, id, id);
  }

  private static String letters(int number) {
    return "" + (char) ('A' + number / 26) + (char) ('a' + number % 26);
  }
}
