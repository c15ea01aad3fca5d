/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.EventPool;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A queue of millions has to fit: what an event costs beyond the bytes it is made of. With {@code
 * -Dqueued.events=1000000 -Dqueued.bodyBytes=2048} it is measured at the size that is promised,
 * which needs a heap of 4 GB.
 */
class QueuedEventHeapTest {
  private static final int EVENTS = Integer.getInteger("queued.events", 200_000);
  private static final int BODY_BYTES = Integer.getInteger("queued.bodyBytes", 64);

  private final EventPool pool = new EventPool();
  private long payloadBytes;
  private long countedBytes;

  @Test
  void queuedEvent_takesAtMost128BytesBeyondBodyAndHeaders() {
    Storage storage = Storage.inMemory(1L << 33, QueueOrder.NEWEST_FIRST);
    put(storage, 1); // Loads the classes.
    payloadBytes = 0;
    countedBytes = 0;
    long before = usedHeap();

    put(storage, EVENTS);

    long used = usedHeap() - before;
    double overhead = (used - payloadBytes) / (double) EVENTS;
    System.out.printf(
        "%,d events of %,d bytes: %.1f bytes of heap each beyond body and headers (counted as %.1f)%n",
        EVENTS, BODY_BYTES, overhead, (countedBytes - payloadBytes) / (double) EVENTS);
    assertThat(storage.totalSize()).isEqualTo(EVENTS + 1);
    assertThat(overhead).isBetween(50.0, 128.0);
    // The bound of the queue is only as good as its count.
    assertThat(countedBytes).isGreaterThanOrEqualTo(used);
  }

  @Test
  void queuedEvent_ofAProjectOfItsOwnIsCountedWithAllItTakes() {
    Storage storage = Storage.inMemory(1L << 30, QueueOrder.NEWEST_FIRST);
    put(storage, 1); // Loads the classes.
    long countedBefore = storage.stats().bytes();
    long before = usedHeap();

    for (long project = 1_000; project < 100_000; project++) {
      storage.put(
          Event.builder(Route.STORE)
              .project(project)
              .method("POST")
              .path("/api/" + project + "/store/")
              .body(new byte[BODY_BYTES])
              .build()
              .accepted(
                  project, "key", EventId.random(), DataCategory.ERROR, UnaryOperator.identity()));
    }

    long used = usedHeap() - before;
    long counted = storage.stats().bytes() - countedBefore;
    System.out.printf("heap of 99,000 projects: %d bytes (counted as %d)%n", used, counted);
    assertThat(storage.projects()).hasSize(99_001);
    assertThat(counted).isBetween(used, 3 * used);
  }

  @Test
  void queuedEvent_ofAQueryOfItsOwnIsCountedWithIt() {
    Storage storage = Storage.inMemory(1L << 30, QueueOrder.NEWEST_FIRST);
    put(storage, 1); // Loads the classes.
    long countedBefore = storage.stats().bytes();
    long before = usedHeap();

    for (int i = 0; i < 100_000; i++) {
      storage.put(
          Event.builder(Route.STORE)
              .method("GET")
              .path("/api/1/store/" + fresh("x"))
              .query("sentry_data=" + i)
              .build()
              .accepted(1, fresh("key"), EventId.random(), DataCategory.ERROR, pool));
    }

    long used = usedHeap() - before;
    long counted = storage.stats().bytes() - countedBefore;
    System.out.printf("heap of 100,000 queries: %d bytes (counted as %d)%n", used, counted);
    assertThat(counted).isBetween(used, 3 * used);
  }

  @Test
  void parkedEvent_isCountedWithItsLaneOfItsOwn() {
    Storage storage = Storage.inMemory(1L << 30, QueueOrder.NEWEST_FIRST);
    put(storage, 100_000);
    List<Delivery> all = storage.next(100_000, Paused.NOTHING);
    long countedBefore = storage.stats().bytes();
    long before = usedHeap();

    for (int i = 0; i < all.size(); i++) {
      String lane = "1:f7a3b2c1d0e94f58a6b7c8d9e0f1a2b3:store " + i;
      storage.settle(all.set(i, null), Settlement.park(lane, Long.MAX_VALUE));
    }

    // The list of deliveries is no part of it: 24 bytes each, and the list itself.
    long used = usedHeap() - before + 24L * all.size();
    long counted = storage.stats().bytes() - countedBefore;
    System.out.printf("heap of 100,000 lanes: %d bytes (counted as %d)%n", used, counted);
    assertThat(storage.stats().parked()).isEqualTo(100_000);
    assertThat(counted).isBetween(used, 3 * used);
    all.clear();
  }

  private void put(Storage storage, int events) {
    for (int i = 0; i < events; i++) {
      Event event = asAnHttpFaceMakesIt(i);
      Event queued =
          event.accepted(
              event.project(),
              fresh("f7a3b2c1d0e94f58a6b7c8d9e0f1a2b3"),
              EventId.random(),
              DataCategory.ERROR,
              pool);
      payloadBytes += queued.body().length + queued.headers().sizeBytes();
      countedBytes += queued.heapBytes();
      storage.put(queued);
    }
  }

  private static Event asAnHttpFaceMakesIt(int i) {
    byte[] body = new byte[BODY_BYTES];
    body[0] = (byte) i;
    long project = 1 + i % 20;
    Headers headers =
        Headers.builder()
            .add(fresh("Content-Type"), fresh("application/json"))
            .add(fresh("Content-Encoding"), fresh("gzip"))
            .add(
                fresh("X-Sentry-Auth"),
                fresh("Sentry sentry_version=7, sentry_key=f7a3b2c1d0e94f58a6b7c8d9e0f1a2b3"))
            .add(fresh("User-Agent"), "sentry.java/8." + i % 10)
            .add("X-Forwarded-For", "192.0.2." + i % 256)
            .build();
    return Event.builder(Route.STORE)
        .project(project)
        .method(fresh("POST"))
        .path("/api/" + project + "/store/")
        .query("sentry_version=" + fresh("7"))
        .headers(headers)
        .body(body)
        .source("192.0.2." + i % 256)
        .build();
  }

  /** An equal string that nobody else has. */
  private static String fresh(String text) {
    return new String(text.getBytes(ISO_8859_1), ISO_8859_1);
  }

  /** Collects until two looks in a row see the same. */
  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long last = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      System.gc();
      long used = runtime.totalMemory() - runtime.freeMemory();
      if (Math.abs(last - used) < 20_000) {
        return used;
      }
      last = used;
    }
    return last;
  }
}
