/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.ClientReportStats;
import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsBuilder;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.send.RateController;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.Answer;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.ManualClock;
import dev.cyclops.testkit.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is dropped, as Sentry hears of it. The minutes are moved by hand. */
class ClientReportsIT {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final int PASSING = 12;
  private static final Duration POLL = Duration.ofMillis(5);

  private final FakeSentry sentry = FakeSentry.start();
  private final ManualClock clock = new ManualClock();
  private Cyclops cyclops = builder().build().start();

  private CyclopsBuilder builder() {
    return Cyclops.builder()
        .sentry(sentry.url())
        .keys(
            KeySource.of(
                new ProjectKey(7, KEY, null),
                new ProjectKey(8, KEY, null),
                new ProjectKey(9, KEY, null)))
        .floodLimit(PASSING, Duration.ofHours(1))
        .ignorePercentage(Map.of(9L, 100))
        .storage(Storage.inMemory(64 << 20, QueueOrder.NEWEST_FIRST, Duration.ofDays(1), clock))
        .rateController(RateController.percentile(100, Duration.ofMillis(1)))
        .clock(clock);
  }

  @AfterEach
  void close() {
    cyclops.close(Duration.ZERO);
    sentry.close();
  }

  @Test
  void flood_isReportedOncePerProjectAndMinuteWithTheExactSum() {
    flood(7, 1000);
    flood(8, 500);
    flood(9, 30);
    awaitForwarded(2 * PASSING);
    passMinutesUntil(3);
    flood(7, 5);
    passMinutesUntil(4);
    passAFewMinutes();

    List<Received> all = reports();
    assertThat(all).hasSize(4);
    assertThat(discarded(7, all))
        .containsExactly("ratelimit_backoff error 988", "ratelimit_backoff error 5");
    assertThat(discarded(8, all)).containsExactly("ratelimit_backoff error 488");
    assertThat(discarded(9, all)).containsExactly("sample_rate error 30");
    for (Received report : all) {
      assertThat(report.header("X-Sentry-Auth")).contains("sentry_key=" + KEY);
      assertThat(report.header("User-Agent")).startsWith("cyclops");
    }
    patiently()
        .untilAsserted(
            () ->
                assertThat(cyclops.stats().clientReports())
                    .isEqualTo(new ClientReportStats(4, 988 + 5 + 488 + 30, 0)));
    assertThat(sentry.received()).hasSize((int) cyclops.stats().forwarded() + 4);
    assertThat(cyclops.stats().unaccounted()).isZero();
  }

  @Test
  void reports_endWithOneLineWhereSentryKnowsNoEnvelopes() {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.cyclops.delivery");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(lines);
    try {
      sentry.answerWith(request -> Answer.of(request.isClientReport() ? 404 : 200));
      flood(7, 1000);
      awaitForwarded(PASSING);
      passMinutesUntil(1);
      patiently().until(() -> !lines.list.isEmpty());
      flood(7, 1000);
      passAFewMinutes();
      cyclops.close();

      assertThat(reports()).hasSize(1);
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .filteredOn(line -> line.contains("client reports"))
          .hasSize(1);
      assertThat(cyclops.stats().clientReports().sent()).isZero();
      assertThat(cyclops.stats().unaccounted()).isZero();
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
  }

  @Test
  void report_thatFailedIsPartOfTheNext() {
    sentry.answerWith(request -> Answer.of(request.isClientReport() ? 500 : 200));
    flood(7, 1000);
    awaitForwarded(PASSING);
    passAMinute();
    flood(7, 10);
    sentry.answer(200);
    passMinutesUntil(2);
    passAFewMinutes();

    assertThat(discarded(7, reports()))
        .containsExactly("ratelimit_backoff error 988", "ratelimit_backoff error 998");
    // Sentry may have it before its answer is read.
    patiently()
        .untilAsserted(
            () ->
                assertThat(cyclops.stats().clientReports())
                    .isEqualTo(new ClientReportStats(1, 998, 0)));
    assertThat(cyclops.stats().unaccounted()).isZero();
  }

  @Test
  void close_reportsWhatWasDroppedLast() {
    flood(7, 1000);
    cyclops.close();

    assertThat(discarded(7, reports())).containsExactly("ratelimit_backoff error 988");
    assertThat(cyclops.stats().clientReports()).isEqualTo(new ClientReportStats(1, 988, 0));
    assertThat(sentry.received()).hasSize(PASSING + 1);
  }

  @Test
  void off_nothingIsReported() {
    cyclops.close();
    cyclops = builder().clientReports(false).build().start();
    flood(7, 1000);
    awaitForwarded(PASSING);
    passAFewMinutes();
    cyclops.close();

    assertThat(reports()).isEmpty();
  }

  private void flood(long project, int events) {
    byte[] json = "{\"message\":\"the same again\"}".getBytes(UTF_8);
    IntStream.range(0, events)
        .forEach(
            i ->
                assertThat(
                        cyclops
                            .accept(Event.store(project, KEY, json))
                            .toCompletableFuture()
                            .join()
                            .isSuccess())
                    .isTrue());
  }

  private void awaitForwarded(int events) {
    patiently().pollInterval(POLL).until(() -> cyclops.stats().forwarded() == events);
  }

  /** The loop looks at the clock whenever it turns, and turns often enough. */
  private void passMinutesUntil(int reports) {
    patiently()
        .pollInterval(POLL)
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(10));
              return reports().size() >= reports;
            });
  }

  /** Not a second more, so that a report is due once, however slow the loop is. */
  private void passAMinute() {
    clock.advance(Duration.ofSeconds(10));
    // It has to be seen that there is something to tell before the minute begins.
    turnTheLoop();
    turnTheLoop();
    clock.advance(Duration.ofMinutes(1));
    patiently().pollInterval(POLL).until(() -> !reports().isEmpty());
  }

  private void passAFewMinutes() {
    for (int i = 0; i < 30; i++) {
      clock.advance(Duration.ofSeconds(10));
      turnTheLoop();
    }
  }

  /** Another event passes. */
  private void turnTheLoop() {
    long before = cyclops.stats().forwarded();
    String json = "{\"message\":\"" + "x".repeat(1 + (int) before) + "\"}";
    cyclops.accept(Event.store(8, KEY, json.getBytes(UTF_8)));
    awaitForwarded((int) before + 1);
  }

  private List<Received> reports() {
    return sentry.received().stream().filter(Received::isClientReport).toList();
  }

  private static List<String> discarded(long project, List<Received> reports) {
    return reports.stream()
        .filter(report -> report.path().equals("/api/" + project + "/envelope/"))
        .map(ClientReportsIT::discarded)
        .toList();
  }

  private static String discarded(Received report) {
    String payload = report.text().lines().toList().get(2);
    JsonArray events =
        JsonParser.parseString(payload).getAsJsonObject().getAsJsonArray("discarded_events");
    assertThat(events).hasSize(1);
    JsonObject only = events.get(0).getAsJsonObject();
    return only.get("reason").getAsString()
        + " "
        + only.get("category").getAsString()
        + " "
        + only.get("quantity").getAsLong();
  }
}
