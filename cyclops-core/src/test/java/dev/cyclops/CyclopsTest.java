/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import dev.cyclops.send.BreakerStats;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CyclopsTest {
  private static final KeySource KEYS = KeySource.of(new ProjectKey(1, "public", null));

  private final ScriptedSender sender = new ScriptedSender();
  private final StorageBehind storage =
      new StorageBehind(Storage.inMemory(64 << 10, QueueOrder.NEWEST_FIRST));
  private final ClosingCache cache = new ClosingCache();
  private final List<String> receipts = new ArrayList<>();
  private Cyclops cyclops = builder().build();

  /**
   * As fast as it can: the pace is not what is tested here. And without reports of what is dropped,
   * so that only events are sent.
   */
  private CyclopsBuilder builder() {
    return Cyclops.builder()
        .clientReports(false)
        .sender(sender)
        .keys(KEYS)
        .storage(storage)
        .cache(cache)
        .rateController(RateController.percentile(10, Duration.ofNanos(1)))
        .metrics(
            new CyclopsMetrics() {
              @Override
              public void onReceipt(long project, DataCategory category, Outcome outcome) {
                synchronized (receipts) {
                  receipts.add(project + " " + outcome);
                }
              }
            });
  }

  @BeforeEach
  void answer() {
    sender.alwaysAnswer(ScriptedSender.OK);
  }

  @AfterEach
  void close() {
    cyclops.close(Duration.ZERO);
  }

  private static Event event(int bytes) {
    byte[] body = ("{\"message\":\"" + "m".repeat(bytes) + "\"}").getBytes(UTF_8);
    return Event.store(1, "public", body);
  }

  private static Event event() {
    return event(10);
  }

  private Receipt accept(Event event) {
    return cyclops.accept(event).toCompletableFuture().join();
  }

  // ---- life

  @Test
  void accept_beforeTheStartIsClosed() {
    Receipt receipt = accept(event());

    assertThat(receipt.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(receipt.outcome().httpStatus()).isEqualTo(503);
    assertThat(storage.totalSize()).isZero();
    assertThat(cyclops.stats().refused()).isEqualTo(1);
  }

  @Test
  void accept_afterCloseIsClosed() {
    cyclops.start().close();

    assertThat(accept(event()).outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(storage.totalSize()).isZero();
  }

  @Test
  void accept_whileTheKeysAreBeingLoadedIsClosedRatherThanForbidden() {
    AtomicReference<Receipt> meanwhile = new AtomicReference<>();
    KeySource slow =
        () -> {
          meanwhile.set(accept(event()));
          return List.of(new ProjectKey(1, "public", null));
        };
    cyclops = builder().keys(slow).build();
    cyclops.start();

    assertThat(meanwhile.get().outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(accept(event()).outcome()).isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void start_twiceOrAfterCloseIsRefused() {
    cyclops.start();
    assertThatIllegalStateException()
        .isThrownBy(cyclops::start)
        .withMessage("started or closed before");
    cyclops.close();
    assertThatIllegalStateException().isThrownBy(cyclops::start);
  }

  @Test
  void start_withoutKeysClosesEverything() {
    KeySource away =
        () -> {
          throw new IllegalStateException("no database");
        };
    cyclops = builder().keys(away).keyStartTimeout(Duration.ofMillis(50)).build();

    assertThatIllegalStateException()
        .isThrownBy(cyclops::start)
        .withMessageStartingWith("the project keys cannot be loaded: ");
    assertThat(sender.closed).isTrue();
    assertThat(storage.closed).isTrue();
    assertThat(cache.closed).hasValue(1);
    assertThat(accept(event()).outcome()).isEqualTo(Outcome.CLOSED);
  }

  @Test
  void close_ofAnUnstartedBarrierClosesEverythingOnce() {
    assertThat(cyclops.close(Duration.ofSeconds(1))).isZero();
    assertThat(cyclops.close(Duration.ofSeconds(1))).isZero();

    assertThat(sender.closed).isTrue();
    assertThat(storage.closed).isTrue();
    assertThat(cache.closed).hasValue(1);
  }

  // ---- the door

  @Test
  void accept_keepsAndSends() {
    cyclops.start();
    String id = "0123456789abcdef0123456789abcdef";
    Event event = Event.store(1, "public", ("{\"event_id\":\"" + id + "\"}").getBytes(UTF_8));

    Receipt receipt = accept(event);

    assertThat(receipt.outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(receipt.isSuccess()).isTrue();
    assertThat(receipt.rateLimits()).isNull();
    assertThat(cyclops.close(Duration.ofDays(1))).isZero();
    assertThat(sender.sent).hasSize(1);
    Event sent = sender.last().event();
    assertThat(sent.body()).isSameAs(event.body());
    assertThat(sent.publicKey()).isEqualTo("public");
    assertThat(sent.project()).isEqualTo(1);
    assertThat(receipts).containsExactly("1 PROCESSED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event_id\":\"0123456789abcdef0123456789abcdef\",\"message\":\"a\"}",
        "{\"message\":\"without an id\"}",
        "{\"message\": broken"
      })
  void accept_copiesALentBodyThatItKeeps(String json) {
    cyclops.start();
    byte[] body = json.getBytes(UTF_8);
    byte[] shared = Arrays.copyOf(body, 1000);
    Arrays.fill(shared, body.length, shared.length, (byte) '}');
    Event own = Event.store(1, "public", body);
    Event lent =
        Event.builder(own.route())
            .project(1)
            .path(own.path())
            .headers(own.headers())
            .lentBody(shared, body.length)
            .build();

    Receipt receipt = accept(lent);
    Arrays.fill(shared, (byte) 'x');

    assertThat(receipt.outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(cyclops.close(Duration.ofDays(1))).isZero();
    assertThat(new String(sender.last().event().body(), UTF_8))
        .startsWith("{")
        .endsWith(json.substring(json.length() - 5))
        .doesNotContain("xxx");
  }

  @Test
  void accept_answersTheIdThatItForwards() {
    cyclops.start();

    Receipt receipt = accept(event(3));

    cyclops.close(Duration.ofDays(1));
    assertThat(sender.bodies())
        .containsExactly("{\"event_id\":\"" + receipt.eventId() + "\",\"message\":\"mmm\"}");
  }

  @Test
  void accept_ofAReducedEnvelopeCountsItOnceAsKept() {
    cyclops =
        builder().cache((key, window) -> new Hit(99, 1, 0)).ignorePercentage(Map.of()).build();
    cyclops.start();
    String session = "{\"type\":\"session\"}\n{}\n";
    String event = "{\"type\":\"event\"}\n{\"message\":\"m\"}\n";
    byte[] both = ("{}\n" + event + session).getBytes(UTF_8);
    byte[] alone = ("{}\n" + event).getBytes(UTF_8);

    assertThat(accept(Event.envelope(1, "public", both)).outcome()).isEqualTo(Outcome.REDUCED);
    assertThat(accept(Event.envelope(1, "public", alone)).outcome()).isEqualTo(Outcome.IGNORED);

    assertThat(cyclops.close(Duration.ofDays(1))).isZero();
    assertThat(sender.bodies()).containsExactly("{}\n" + session);
    CyclopsStats stats = cyclops.stats();
    assertThat(stats.processed()).isEqualTo(1);
    assertThat(stats.reduced()).isEqualTo(1);
    assertThat(stats.ignored()).isEqualTo(1);
    assertThat(stats.forwarded()).isEqualTo(1);
    assertThat(stats.storage().held()).isZero();
    assertThat(receipts).containsExactly("1 REDUCED", "1 IGNORED");
    assertThat(cyclops.projectStats()).containsExactly(new ProjectStats(1, 1, 1, 0, 0, 0, 1, 0));
    assertThat(stats.breaker()).isEqualTo(BreakerStats.NEVER_OPEN);
  }

  @Test
  void accept_ofAReducedEnvelopeWithoutRoomIsRefused() {
    cyclops =
        builder()
            .cache((key, window) -> new Hit(99, 1, 0))
            .storage(Storage.inMemory(64 << 10, QueueOrder.NEWEST_FIRST))
            .build();
    cyclops.start();
    String session = "{\"type\":\"session\"}\n" + "x".repeat(64 << 10);
    byte[] both = ("{}\n{\"type\":\"event\"}\n{}\n" + session).getBytes(UTF_8);

    Receipt receipt = accept(Event.envelope(1, "public", both));

    assertThat(receipt.outcome()).isEqualTo(Outcome.FULL);
    assertThat(receipt.rateLimits()).contains(":session:key:");
    assertThat(cyclops.stats().processed()).isZero();
    assertThat(cyclops.stats().reduced()).isZero();
    assertThat(cyclops.stats().refused()).isEqualTo(1);
  }

  @Test
  void send_movesTheTimeOfAnEnvelopeHeldForLong() {
    ManualTime time = new ManualTime();
    cyclops =
        builder()
            .clock(time)
            .storage(Storage.inMemory(64 << 10, QueueOrder.NEWEST_FIRST, Duration.ofDays(1), time))
            .build();
    cyclops.start();
    String items = "\n{\"type\":\"session\"}\n{}";
    Event event =
        Event.builder(Route.ENVELOPE)
            .project(1)
            .query("sentry_key=public")
            .arrivedAt(time.instant())
            .body(("{\"sent_at\":\"2026-01-01T00:00:00Z\"}" + items).getBytes(UTF_8))
            .build();
    time.pass(Duration.ofHours(1));

    accept(event);

    cyclops.close(Duration.ofDays(1));
    assertThat(sender.bodies()).containsExactly("{\"sent_at\":\"2026-01-01T01:00:00Z\"}" + items);
  }

  @Test
  void accept_checksTheKeyFirst() {
    cyclops.start();
    byte[] json = "{}".getBytes(UTF_8);
    Event contradictory =
        Event.builder(Route.STORE)
            .project(1)
            .query("sentry_key=other")
            .headers(Headers.builder().add("X-Sentry-Auth", "Sentry sentry_key=public").build())
            .body(json)
            .build();
    Event silent = Event.builder(Route.STORE).project(1).body(json).build();

    assertThat(accept(Event.store(1, "other", json)).outcome()).isEqualTo(Outcome.FORBIDDEN);
    assertThat(accept(Event.store(2, "public", json)).outcome()).isEqualTo(Outcome.FORBIDDEN);
    assertThat(accept(contradictory).outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(accept(silent).outcome()).isEqualTo(Outcome.UNAUTHORIZED);
    assertThat(accept(Event.store(1, "other", json)).detail())
        .isEqualTo(accept(Event.store(9, "public", json)).detail())
        .doesNotContain("other", "public");
    assertThat(cyclops.stats().refused()).isEqualTo(6);
    assertThat(cyclops.stats().processed()).isZero();
    assertThat(receipts).contains("0 FORBIDDEN", "0 MALFORMED", "0 UNAUTHORIZED");
  }

  @Test
  void accept_whenFullSlowsDownThisCategoryOfThisKey() {
    cyclops.start();
    // Larger than all there is room for.
    Receipt receipt = accept(event(128 << 10));

    assertThat(receipt.outcome()).isEqualTo(Outcome.FULL);
    assertThat(receipt.outcome().httpStatus()).isEqualTo(429);
    assertThat(receipt.isSuccess()).isFalse();
    assertThat(receipt.eventId()).isNull();
    assertThat(receipt.rateLimits()).matches("[1-5]:error:key:queue_full");
    assertThat(cyclops.stats().refused()).isEqualTo(1);
    assertThat(cyclops.stats().errors()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"MINIDUMP", "UNREAL", "CRON"})
  void accept_whenFullTellsNothingToClientsThatMustNotBeSlowedDown(Route route) {
    cyclops.start();
    Event large =
        Event.builder(route)
            .project(1)
            .query("sentry_key=public")
            .body(new byte[128 << 10])
            .build();

    Receipt receipt = accept(large);

    assertThat(receipt.outcome()).isEqualTo(Outcome.SHED);
    assertThat(receipt.isSuccess()).isTrue();
    assertThat(receipt.rateLimits()).isNull();
    assertThat(receipt.eventId() == null).isEqualTo(route == Route.CRON);
    assertThat(cyclops.stats().shed()).isEqualTo(1);
    assertThat(cyclops.stats().refused()).isZero();
    assertThat(cyclops.stats().processed()).isZero();
    assertThat(receipts).containsExactly("1 SHED");
  }

  // ---- what Sentry limits

  private Farm limitedFarm(String header) {
    Farm farm = Farm.alone(8, new ManualTime()::nanos);
    farm.limits()
        .learn(
            Event.store(1, "public", new byte[0])
                .accepted(1, "public", null, DataCategory.ERROR, UnaryOperator.identity()),
            SendResult.answered(200, null, header));
    return farm;
  }

  @Test
  void accept_tellsWhatSentryLimitsToItsClients() {
    KeySource keys =
        KeySource.of(
            new ProjectKey(1, "public", null),
            new ProjectKey(1, "second", null),
            new ProjectKey(2, "public", null));
    cyclops =
        builder()
            .keys(keys)
            .farm(limitedFarm("60:error:project:quota, 30:session:key"))
            .build()
            .start();
    byte[] json = "{}".getBytes(UTF_8);

    Receipt receipt = accept(Event.store(1, "public", json));
    assertThat(receipt.outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(receipt.eventId()).isNotNull();
    assertThat(receipt.rateLimits()).isEqualTo("60:error:project:quota, 30:session:key");
    assertThat(accept(Event.store(1, "second", json)).rateLimits())
        .isEqualTo("60:error:project:quota");
    assertThat(accept(Event.store(2, "public", json)).rateLimits()).isNull();
  }

  @Test
  void accept_tellsItAlsoWhereTheEventIsDropped() {
    cyclops =
        builder()
            .farm(limitedFarm("60:error:key"))
            .cache((key, window) -> new Hit(99, 1, 0))
            .build()
            .start();
    String event = "{}\n{\"type\":\"event\"}\n{\"message\":\"m\"}\n";
    byte[] alone = event.getBytes(UTF_8);
    byte[] both = (event + "{\"type\":\"session\"}\n{}\n").getBytes(UTF_8);

    Receipt ignored = accept(Event.envelope(1, "public", alone));
    assertThat(ignored.outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(ignored.count()).isEqualTo(99);
    assertThat(ignored.rateLimits()).isEqualTo("60:error:key");
    Receipt reduced = accept(Event.envelope(1, "public", both));
    assertThat(reduced.outcome()).isEqualTo(Outcome.REDUCED);
    assertThat(reduced.rateLimits()).isEqualTo("60:error:key");
  }

  @Test
  void accept_whenFullTellsOurOwnLimitFirst() {
    cyclops = builder().farm(limitedFarm("60:transaction:key:quota")).build().start();

    Receipt receipt = accept(event(128 << 10));

    assertThat(receipt.outcome()).isEqualTo(Outcome.FULL);
    assertThat(receipt.rateLimits())
        .matches("[1-5]:error:key:queue_full, 60:transaction:key:quota");
    assertThat(receipt.detail()).isNotEmpty();
  }

  @Test
  void accept_tellsStrangersNothing() {
    cyclops = builder().farm(limitedFarm("60::project")).build().start();
    byte[] json = "{}".getBytes(UTF_8);
    Event silent = Event.builder(Route.STORE).project(1).body(json).build();

    assertThat(accept(Event.store(1, "other", json)).rateLimits()).isNull();
    assertThat(accept(Event.store(2, "public", json)).rateLimits()).isNull();
    assertThat(accept(silent).rateLimits()).isNull();
    assertThat(cyclops.shed(Event.builder(Route.CRON).project(1).build()).rateLimits()).isNull();
  }

  @Test
  void shed_tellsWhatSentryLimits() {
    cyclops = builder().farm(limitedFarm("60:monitor:project")).build().start();
    Event cron = Event.builder(Route.CRON).project(1).path("/api/1/cron/slug/public/").build();

    Receipt receipt = cyclops.shed(cron);

    assertThat(receipt.outcome()).isEqualTo(Outcome.SHED);
    assertThat(receipt.rateLimits()).isEqualTo("60:monitor:project");
  }

  @Test
  void shed_isCountedAsAnAnsweredEventOrARefusal() {
    Event.Builder cron = Event.builder(Route.CRON).project(1);
    Event mine = cron.path("/api/1/cron/slug/public/").build();
    assertThat(cyclops.shed(mine).outcome()).isEqualTo(Outcome.CLOSED);
    cyclops.start();

    assertThat(cyclops.shed(mine).outcome()).isEqualTo(Outcome.SHED);
    assertThat(cyclops.shed(cron.path("/api/1/cron/slug/x/").build()).outcome())
        .isEqualTo(Outcome.FORBIDDEN);
    assertThatIllegalArgumentException().isThrownBy(() -> cyclops.shed(event()));

    assertThat(cyclops.stats().shed()).isEqualTo(1);
    assertThat(cyclops.stats().refused()).isEqualTo(2);
    assertThat(receipts).containsExactly("0 CLOSED", "1 SHED", "0 FORBIDDEN");
  }

  @Test
  void accept_whenPutFailsIsFullAndCounted() {
    cyclops.start();
    List<Runnable> failures =
        List.of(
            () -> storage.onPut = new IllegalStateException("put"),
            () ->
                storage.putStage = stage -> CompletableFuture.failedFuture(new RuntimeException()),
            () -> storage.putStage = stage -> CompletableFuture.completedFuture(null),
            () -> storage.putStage = stage -> null);
    for (Runnable failure : failures) {
      storage.onPut = null;
      storage.putStage = UnaryOperator.identity();
      failure.run();
      assertThat(accept(event()).outcome()).isEqualTo(Outcome.FULL);
    }

    assertThat(cyclops.stats().errors()).isEqualTo(4);
    assertThat(cyclops.stats().refused()).isEqualTo(4);
    assertThat(cyclops.stats().processed()).isZero();
  }

  @Test
  void accept_withoutRoomLeavesThePlaceAndWhatWasToBeToldToTheNext() {
    ManualTime time = new ManualTime();
    cyclops =
        builder()
            .floodLimit(1, Duration.ofMinutes(1))
            .cache(Cache.inMemory(64, time::nanos))
            .nanoClock(time::nanos)
            .clock(time)
            .build()
            .start();
    for (int i = 0; i < 4; i++) {
      accept(event());
    }
    time.pass(Duration.ofMinutes(1));

    storage.putStage = stage -> CompletableFuture.completedFuture(PutResult.full());
    assertThat(accept(event()).outcome()).isEqualTo(Outcome.FULL);
    storage.onPut = new IllegalStateException("put");
    assertThat(accept(event()).outcome()).isEqualTo(Outcome.FULL);
    storage.onPut = null;
    CompletableFuture<PutResult> commit = new CompletableFuture<>();
    storage.putStage = stage -> commit;
    CompletionStage<Receipt> slow = cyclops.accept(event());
    assertThat(accept(event()).outcome()).isEqualTo(Outcome.IGNORED);
    commit.complete(PutResult.full());
    assertThat(slow.toCompletableFuture().join().outcome()).isEqualTo(Outcome.FULL);
    List<Event> put = new ArrayList<>();
    storage.putStage = UnaryOperator.identity();
    storage.onPutEvent = put::add;

    assertThat(accept(event()).outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(accept(event()).outcome()).isEqualTo(Outcome.IGNORED);

    assertThat(put).hasSize(1);
    assertThat(put.get(0).headers().get("X-CYCLOPS-IGNORED")).isEqualTo("4");
  }

  @Test
  void accept_completesWhenThePutDoes() {
    cyclops.start();
    CompletableFuture<PutResult> commit = new CompletableFuture<>();
    storage.putStage = stage -> commit;

    CompletableFuture<Receipt> receipt = cyclops.accept(event()).toCompletableFuture();
    assertThat(receipt).isNotDone();
    assertThat(cyclops.stats().processed()).isZero();
    commit.complete(PutResult.accepted());

    assertThat(receipt).isCompletedWithValueMatching(r -> r.outcome() == Outcome.PROCESSED);
    assertThat(cyclops.stats().processed()).isEqualTo(1);
  }

  @Test
  void accept_survivesAHookThatThrows() {
    cyclops =
        builder()
            .metrics(
                new CyclopsMetrics() {
                  @Override
                  public void onReceipt(long project, DataCategory category, Outcome outcome) {
                    throw new IllegalStateException("hook");
                  }
                })
            .build()
            .start();

    assertThat(accept(event()).outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(cyclops.stats().errors()).isEqualTo(1);
  }

  @Test
  void blocks_whenCacheOrStorageDo() {
    assertThat(cyclops.blocks()).isFalse();
    Cache slow = (key, window) -> Hit.NOT_COUNTED;
    cyclops = builder().cache(slow).build();
    assertThat(cyclops.blocks()).isTrue();
  }

  // ---- the end

  @Test
  void close_sendsWhatIsQueuedFirst() {
    CountDownLatch sending = new CountDownLatch(1);
    cyclops = builder().floodLimit(20, Duration.ofHours(1)).farm(Farm.alone(1)).build().start();
    sender.rule = event -> new CompletableFuture<>();
    sender.onSend = sending::countDown;
    for (int i = 0; i < 20; i++) {
      assertThat(accept(event()).outcome()).isEqualTo(Outcome.PROCESSED);
    }
    await(sending);
    assertThat(storage.totalSize()).isEqualTo(20);
    sender.alwaysAnswer(ScriptedSender.OK);
    sender.sent.get(0).answer(200);

    assertThat(cyclops.close(Duration.ofDays(20_000_000))).isZero();
    assertThat(sender.sent).hasSize(20);
    assertThat(cyclops.stats().forwarded()).isEqualTo(20);
    assertThat(sender.closed).isTrue();
    assertThat(storage.closed).isTrue();
  }

  @Test
  void close_doesNotWaitForASentryThatIsAwayAndSaysWhatIsLeft() {
    CountDownLatch away = new CountDownLatch(1);
    cyclops.start();
    sender.rule =
        event -> {
          away.countDown();
          return CompletableFuture.completedFuture(SendResult.failed(Failure.CONNECT, "away"));
        };
    for (int i = 0; i < 5; i++) {
      accept(event());
    }
    await(away);

    // A drain of a year would hang this test.
    assertThat(cyclops.close(Duration.ofDays(365))).isEqualTo(5);
    assertThat(cyclops.close(Duration.ZERO)).isZero();
    assertThat(cyclops.stats().storage().held()).isEqualTo(5);
  }

  @Test
  void close_withoutDrainingWaitsForTheAnswerInFlight() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    cyclops.start();
    sender.rule = event -> new CompletableFuture<>();
    sender.onSend = sending::countDown;
    accept(event());
    await(sending);
    ExecutorService closer = Executors.newSingleThreadExecutor();
    try {
      Future<Long> left = closer.submit(() -> cyclops.close(Duration.ZERO));
      sender.sent.get(0).answer(200);
      assertThat(left.get()).isZero();
    } finally {
      closer.shutdownNow();
    }
    assertThat(cyclops.stats().forwarded()).isEqualTo(1);
  }

  @Test
  void close_survivesAStorageThatThrows() {
    cyclops.start();
    accept(event());
    storage.onSize = new IllegalStateException("size");
    storage.onStats = new IllegalStateException("stats");

    assertThat(cyclops.close(Duration.ZERO)).isZero();

    assertThat(storage.closed).isTrue();
    assertThat(sender.closed).isTrue();
    assertThat(cache.closed).hasValue(1);
  }

  @Test
  void close_refusesNegativeTimeAndStaysOpen() {
    cyclops.start();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> cyclops.close(Duration.ofMillis(-1)))
        .withMessage("drainTimeout < 0: PT-0.001S");
    assertThat(accept(event()).outcome()).isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void close_countsEveryEventThatWasAcceptedMeanwhile() throws Exception {
    Storage large = Storage.inMemory(256 << 20, QueueOrder.NEWEST_FIRST);
    cyclops = builder().storage(large).floodLimit(1, Duration.ZERO).build().start();
    int threads = 4;
    CyclicBarrier together = new CyclicBarrier(threads + 1);
    AtomicInteger accepted = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        running.add(
            pool.submit(
                () -> {
                  together.await();
                  while (accept(event()).outcome() != Outcome.CLOSED) {
                    accepted.incrementAndGet();
                  }
                  return null;
                }));
      }
      together.await();
      long left = cyclops.close(Duration.ZERO);
      for (Future<?> thread : running) {
        thread.get();
      }
      CyclopsStats stats = cyclops.stats();
      assertThat(stats.processed()).isEqualTo(accepted.get());
      assertThat(left).isEqualTo(accepted.get() - stats.forwarded());
      assertThat(stats.storage().held()).isEqualTo(left);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void stats_addUp() {
    CountDownLatch sent = new CountDownLatch(3);
    sender.onSend = sent::countDown;
    cyclops.start();
    for (int i = 0; i < 3; i++) {
      accept(event());
    }
    accept(Event.store(5, "unknown", "{}".getBytes(UTF_8)));
    await(sent);
    cyclops.close();

    CyclopsStats stats = cyclops.stats();
    assertThat(stats.processed()).isEqualTo(3);
    assertThat(stats.refused()).isEqualTo(1);
    assertThat(stats.ignored()).isZero();
    assertThat(stats.sampled()).isZero();
    assertThat(stats.forwarded()).isEqualTo(3);
    assertThat(stats.failedSends()).isZero();
    assertThat(stats.errors()).isZero();
    assertThat(stats.inFlight()).isZero();
    assertThat(stats.averageMillis()).isPresent();
    assertThat(stats.percentileMillis()).isPresent();
    assertThat(stats.storage().held()).isZero();
    assertThat(receipts).hasSize(4);
  }

  // ---- the builder

  @Test
  void build_saysWhatIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Cyclops.builder().keys(KEYS).build())
        .withMessage("no Sentry: call sentry(url) or sender(...)");
    assertThatIllegalStateException()
        .isThrownBy(() -> Cyclops.builder().sender(sender).build())
        .withMessage("no keys: call keys(KeySource.of(...)) or keys(KeySource.openToAll())");
  }

  @Test
  void builder_checksItsValues() {
    CyclopsBuilder builder = Cyclops.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.floodLimit(0, Duration.ZERO))
        .withMessage("maxEvents < 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.floodLimit(1, Duration.ofSeconds(-1)))
        .withMessage("window < 0: PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.keyRefresh(Duration.ZERO))
        .withMessage("period <= 0: PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxSamples(0))
        .withMessage("maxSamples < 1: 0");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxEventBytes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxEnvelopeBytes(0));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final class ClosingCache implements Cache {
    private final Cache cache = Cache.inMemory(64);
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public Hit hit(GroupKey key, Duration window) {
      return cache.hit(key, window);
    }

    @Override
    public boolean blocks() {
      return false;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
