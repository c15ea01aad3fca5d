/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.send.RateController;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events whose cache has not answered yet when accept returns. */
class LateAnswerTest {
  private static final String ID = "fc6d8c0c43fc4630ad850ee518f1b9d0";
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final LateCache cache = new LateCache(time);
  private final ScriptedSender sender = new ScriptedSender();
  private final StorageBehind storage =
      new StorageBehind(Storage.inMemory(64 << 10, QueueOrder.NEWEST_FIRST));
  private Event lastPut;
  private final Cyclops cyclops =
      Cyclops.builder()
          .clientReports(false)
          .sender(sender)
          .keys(KeySource.of(new ProjectKey(1, "public", null)))
          .storage(storage)
          .cache(cache)
          .floodRules(FloodRules.limit(1, WINDOW).withContext(true))
          .rateController(RateController.percentile(10, Duration.ofNanos(1)))
          .nanoClock(time::nanos)
          .clock(time)
          .build()
          .start();

  @BeforeEach
  void watch() {
    storage.onPutEvent = event -> lastPut = event;
    sender.alwaysAnswer(ScriptedSender.OK);
  }

  @AfterEach
  void close() {
    cyclops.close(Duration.ZERO);
  }

  private CompletableFuture<Receipt> accept(Event event) {
    return cyclops.accept(event).toCompletableFuture();
  }

  private static Event store(String json) {
    return Event.store(1, "public", json.getBytes(UTF_8));
  }

  private static Event.Builder builder(Route route) {
    Headers headers = Headers.builder().add("X-Sentry-Auth", "Sentry sentry_key=public").build();
    return Event.builder(route).project(1).headers(headers);
  }

  /** Accepts a body out of an array that is written to again as soon as it may be. */
  private CompletableFuture<Receipt> acceptLent(Route route, String body) {
    byte[] array = Arrays.copyOf(body.getBytes(UTF_8), 10_000);
    CompletableFuture<Receipt> receipt =
        accept(builder(route).lentBody(array, body.getBytes(UTF_8).length).build());
    Arrays.fill(array, (byte) 'x');
    return receipt;
  }

  private String stored() {
    return new String(lastPut.body(), UTF_8);
  }

  @Test
  void accept_completesWhenTheCacheAnswers() {
    CompletableFuture<Receipt> first = accept(store("{\"message\":\"m\"}"));
    CompletableFuture<Receipt> second = accept(store("{\"message\":\"m\"}"));
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    cache.answer();
    assertThat(first.join().outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(second.join().outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(second.join().count()).isEqualTo(2);
    assertThat(cyclops.stats().ignored()).isEqualTo(1);
    assertThat(cyclops.stats().errors()).isZero();
  }

  @Test
  void accept_isCompleteWhereTheCacheIs() {
    cache.atOnce = true;
    assertThat(accept(store("{\"message\":\"m\"}")).getNow(null).outcome())
        .isEqualTo(Outcome.PROCESSED);
    assertThat(accept(store("{\"message\":\"m\"}")).getNow(null).outcome())
        .isEqualTo(Outcome.IGNORED);
  }

  @Test
  void accept_needsALentBodyNoLongerThanTheCall() {
    CompletableFuture<Receipt> identified =
        acceptLent(Route.STORE, "{\"event_id\":\"" + ID + "\",\"message\":\"one\"}");
    cache.answer();
    assertThat(identified.join().eventId()).isEqualTo(EventId.parse(ID));
    assertThat(stored()).isEqualTo("{\"event_id\":\"" + ID + "\",\"message\":\"one\"}");

    CompletableFuture<Receipt> nameless = acceptLent(Route.STORE, "{\"message\":\"two\"}");
    cache.answer();
    assertThat(stored()).contains("\"message\":\"two\"").contains(nameless.join().eventId() + "");
  }

  @Test
  void accept_keepsTheRestOfADroppedEventsEnvelope() {
    String envelope =
        "{}\n{\"type\":\"event\"}\n{\"message\":\"m\"}\n{\"type\":\"session\"}\n{\"sid\":\"s\"}\n";
    acceptLent(Route.ENVELOPE, envelope);
    cache.answer();
    CompletableFuture<Receipt> repeat = acceptLent(Route.ENVELOPE, envelope);
    cache.answer();
    assertThat(repeat.join().outcome()).isEqualTo(Outcome.REDUCED);
    assertThat(stored()).startsWith("{}\n").contains("\"sid\":\"s\"").doesNotContain("message");
  }

  @Test
  void accept_tellsInTheEventHowManyWereIgnored() {
    for (int i = 0; i < 3; i++) {
      accept(store("{\"message\":\"m\"}"));
    }
    cache.answer();
    time.pass(WINDOW);
    CompletableFuture<Receipt> next = acceptLent(Route.STORE, "{\"message\":\"m\"}");
    cache.answer();
    assertThat(next.join().outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(stored()).contains("\"ignored\":2").contains("\"message\":\"m\"");
    assertThat(lastPut.headers().get("X-CYCLOPS-IGNORED")).isEqualTo("2");
  }

  @Test
  void accept_letsAnEventThroughWhenTheCacheFails() {
    CompletableFuture<Receipt> receipt = accept(store("{\"message\":\"m\"}"));
    cache.fail(new IllegalStateException("gone"));
    assertThat(receipt.join().outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(receipt.join().count()).isZero();
    assertThat(cyclops.stats().errors()).isEqualTo(1);
  }

  @Test
  void accept_givesThePlaceBackOfWhatIsNotKept() {
    storage.putStage = stage -> CompletableFuture.completedStage(PutResult.full());
    CompletableFuture<Receipt> receipt = accept(store("{\"message\":\"m\"}"));
    cache.answer();
    assertThat(receipt.join().outcome()).isEqualTo(Outcome.FULL);
    storage.putStage = stage -> stage;
    CompletableFuture<Receipt> next = accept(store("{\"message\":\"m\"}"));
    cache.answer();
    assertThat(next.join().outcome()).isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void topGroups_knowWhatIsPendingAndWhatBecameOfIt() {
    for (int i = 0; i < 3; i++) {
      acceptLent(Route.STORE, "{\"message\":\"title\"}");
    }
    cache.answer();
    FloodGroup group = cyclops.topGroups(10).get(0);
    assertThat(group.title()).isEqualTo("title");
    assertThat(group.seen()).isEqualTo(3);
    assertThat(group.ignored()).isEqualTo(2);
  }
}
