/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static dev.cyclops.delivery.DiscardReason.FLOOD;
import static dev.cyclops.delivery.DiscardReason.NO_ROOM;
import static dev.cyclops.delivery.DiscardReason.SAMPLED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.payload.Content;
import dev.cyclops.payload.Decoders;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.storage.ShedReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientReportsTest {
  private static final long START = 1_700_000_000_000L;
  private static final long MINUTE = 60_000;
  private static final SendResult TAKEN = SendResult.answered(200, null, null);

  private final ClientReports reports = new ClientReports(true);
  private long now = START;

  // ---- the form

  @Test
  void report_isAnEnvelopeAsSentryReadsIt() throws Exception {
    drop(7, 988, FLOOD);
    reports.dropped(7, "public", DataCategory.TRANSACTION, SAMPLED, 2);
    reports.dropped(7, "public", DataCategory.ERROR, NO_ROOM, 1);

    Event report = reportsOfAMinute().get(0);

    long at = report.arrivedAtMillis();
    assertThat(text(report))
        .isEqualTo(
            """
            {"sent_at":"%s"}
            {"type":"client_report"}
            {"timestamp":%d,"discarded_events":[\
            {"reason":"ratelimit_backoff","category":"error","quantity":988},\
            {"reason":"queue_overflow","category":"error","quantity":1},\
            {"reason":"sample_rate","category":"transaction","quantity":2}]}
            """
                .formatted(Instant.ofEpochMilli(at), at / 1000));
    assertThat(report.route()).isEqualTo(Route.ENVELOPE);
    assertThat(report.method()).isEqualTo("POST");
    assertThat(report.path()).isEqualTo("/api/7/envelope/");
    assertThat(report.query()).isEmpty();
    assertThat(report.project()).isEqualTo(7);
    assertThat(report.publicKey()).isEqualTo("public");
    assertThat(report.category()).isEqualTo(DataCategory.CLIENT_REPORT);
    assertThat(report.headers().get("Content-Type")).isEqualTo("application/x-sentry-envelope");
    assertThat(report.headers().get("X-Sentry-Auth"))
        .matches("Sentry sentry_version=7, sentry_client=cyclops(/[^ ,]+)?, sentry_key=public");
    assertThat(report.headers().get("User-Agent")).startsWith("cyclops");

    Content content = new PayloadReader(1 << 20, 1 << 20, new Decoders(List.of())).read(report);
    assertThat(content.envelope()).isTrue();
    assertThat(content.category()).isEqualTo(DataCategory.CLIENT_REPORT);
    assertThat(content.payload()).isNull();
  }

  /** Relay refuses items of this kind above 4 KiB. */
  @Test
  void report_staysUnderTheLimitOfItsKindWhateverWasDropped() {
    for (DataCategory category : DataCategory.values()) {
      for (DiscardReason reason : DiscardReason.values()) {
        reports.dropped(Long.MAX_VALUE, "public", category, reason, Integer.MAX_VALUE);
        reports.dropped(Long.MAX_VALUE, "public", category, reason, Integer.MAX_VALUE);
      }
    }
    Event report = reportsOfAMinute().get(0);

    assertThat(text(report).lines().skip(2).findFirst().orElseThrow().length()).isLessThan(4096);
  }

  /** Its quantities have 32 bits, and a report that does not fit is read as none. */
  @Test
  void report_leavesTheRestOfAHugeQuantityToTheNextOne() {
    drop(1, Integer.MAX_VALUE, FLOOD);
    drop(1, 5, FLOOD);

    Event first = reportsOfAMinute().get(0);
    reports.sent(first, TAKEN);
    Event second = reportsOfAMinute().get(0);

    assertThat(quantity(first)).isEqualTo(Integer.MAX_VALUE);
    assertThat(quantity(second)).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataCategory.class,
      names = {"DEFAULT", "CLIENT_REPORT"})
  void dropped_leavesOutWhatSentryHasNoStatisticFor(DataCategory category) {
    reports.dropped(1, "public", category, NO_ROOM, 3);

    assertThat(reportsOfAMinute()).isEmpty();
  }

  @Test
  void shed_isWantOfRoomWhateverWentFirst() {
    for (ShedReason reason : ShedReason.values()) {
      reports.shed(1, "public", DataCategory.SESSION, reason, 2);
    }
    assertThat(text(reportsOfAMinute().get(0)))
        .contains("[{\"reason\":\"queue_overflow\",\"category\":\"session\",\"quantity\":8}]");
  }

  // ---- when

  @Test
  void next_reportsEachProjectOncePerMinute() {
    List<Long> times = new ArrayList<>();
    for (int second = 0; second < 600; second++) {
      drop(3, 10, FLOOD);
      Event report = reports.next(now);
      if (report != null) {
        times.add(now);
        reports.sent(report, TAKEN);
      }
      now += 1000;
    }
    assertThat(times).hasSize(10);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isEqualTo(MINUTE);
    }
    assertThat(reports.sent()).isEqualTo(10);
  }

  @Test
  void next_isSilentWhenNothingWasDropped() {
    drop(3, 1, FLOOD);
    reports.sent(reportsOfAMinute().get(0), TAKEN);

    assertThat(reportsOfAMinute()).isEmpty();
    assertThat(reportsOfAMinute()).isEmpty();
  }

  @Test
  void next_spreadsProjectsOverTheMinute() {
    for (int project = 1; project <= 600; project++) {
      drop(project, 1, FLOOD);
    }
    int most = 0;
    Set<Long> projects = new TreeSet<>();
    reports.next(now);
    for (int second = 0; second < 61; second++) {
      now += 1000;
      int atOnce = 0;
      for (Event report = reports.next(now); report != null; report = reports.next(now)) {
        assertThat(projects.add(report.project())).isTrue();
        atOnce++;
      }
      most = Math.max(most, atOnce);
    }
    assertThat(projects).hasSize(600);
    assertThat(most).isLessThan(30);
  }

  @Test
  void next_usesTheKeyThatWasSeenLast() {
    reports.dropped(1, "first", DataCategory.ERROR, FLOOD, 1);
    reports.dropped(1, "second", DataCategory.ERROR, FLOOD, 1);
    reports.dropped(1, null, DataCategory.ERROR, NO_ROOM, 1);

    Event report = reportsOfAMinute().get(0);

    assertThat(report.publicKey()).isEqualTo("second");
    assertThat(quantity(report)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,sentry_key=b", "a b", "a\r\nX: y", "ключ"})
  void next_neverWritesAKeyThatCouldBeMoreThanOne(String key) {
    reports.dropped(1, key, DataCategory.ERROR, FLOOD, 1);
    reports.dropped(1, "k".repeat(65), DataCategory.ERROR, FLOOD, 1);
    assertThat(reportsOfAMinute()).isEmpty();

    reports.dropped(1, "public", DataCategory.ERROR, FLOOD, 1);
    Event report = reportsOfAMinute().get(0);
    assertThat(report.publicKey()).isEqualTo("public");
    assertThat(quantity(report)).isEqualTo(3);
  }

  @Test
  void next_goesOnWhenTheClockIsSetBack() {
    drop(1, 1, FLOOD);
    reports.sent(reportsOfAMinute().get(0), TAKEN);
    now -= 100 * MINUTE;
    drop(1, 2, FLOOD);

    List<Event> later = reportsOfAMinute();

    assertThat(later).hasSize(1);
    assertThat(quantity(later.get(0))).isEqualTo(2);
  }

  // ---- what Sentry answers

  @ParameterizedTest
  @ValueSource(ints = {200, 202})
  void sent_countsWhatSentryTook(int status) {
    drop(1, 988, FLOOD);
    reports.sent(reportsOfAMinute().get(0), SendResult.answered(status, null, null));

    assertThat(reports.sent()).isOne();
    assertThat(reports.reported()).isEqualTo(988);
    assertThat(reports.unreported()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 408, 425, 429, 500, 502, 503, 504})
  void sent_mergesAFailedReportIntoTheNext(int status) {
    drop(1, 10, FLOOD);
    Event failed = reportsOfAMinute().get(0);
    drop(1, 5, FLOOD);
    reports.sent(failed, SendResult.answered(status, null, null));
    reports.dropped(1, "public", DataCategory.ERROR, NO_ROOM, 3);

    List<Event> next = reportsOfAMinute();

    assertThat(next).hasSize(1);
    assertThat(text(next.get(0)))
        .contains(
            "[{\"reason\":\"ratelimit_backoff\",\"category\":\"error\",\"quantity\":15},"
                + "{\"reason\":\"queue_overflow\",\"category\":\"error\",\"quantity\":3}]");
    reports.sent(next.get(0), TAKEN);
    assertThat(reports.sent()).isOne();
    assertThat(reports.reported()).isEqualTo(18);
    assertThat(reportsOfAMinute()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void sent_mergesAReportWithoutAnAnswerIntoTheNext(Failure failure) {
    drop(1, 10, FLOOD);
    reports.sent(reportsOfAMinute().get(0), SendResult.failed(failure, "gone"));

    assertThat(quantity(reportsOfAMinute().get(0))).isEqualTo(10);
    assertThat(reports.sent()).isZero();
  }

  @Test
  void next_waitsForTheAnswerToTheReportBefore() {
    drop(1, 10, FLOOD);
    Event slow = reportsOfAMinute().get(0);
    drop(1, 1, FLOOD);
    assertThat(reportsOfAMinute()).isEmpty();

    reports.sent(slow, TAKEN);

    assertThat(quantity(reportsOfAMinute().get(0))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 415, 501})
  void sent_switchesOffWithOneLineWhereSentryKnowsNoReports(int status) {
    List<LogRecord> lines = new ArrayList<>();
    Logger logger = Logger.getLogger("dev.cyclops.delivery");
    Handler handler = new CollectingHandler(lines);
    logger.addHandler(handler);
    try {
      drop(1, 10, FLOOD);
      drop(2, 10, FLOOD);
      List<Event> both = reportsOfAMinute();
      assertThat(both).hasSize(2);
      both.forEach(report -> reports.sent(report, SendResult.answered(status, null, null)));
      drop(1, 10, FLOOD);

      assertThat(reportsOfAMinute()).isEmpty();
      assertThat(reports.sent()).isZero();
      assertThat(lines).hasSize(1);
      assertThat(lines.get(0).getMessage()).contains("status " + status);
    } finally {
      logger.removeHandler(handler);
    }
  }

  /** A proxy may answer like that while Sentry is being restarted behind it. */
  @Test
  void sent_doesNotSwitchOffWhatHasWorkedBefore() {
    drop(1, 10, FLOOD);
    reports.sent(reportsOfAMinute().get(0), TAKEN);
    drop(1, 7, FLOOD);
    reports.sent(reportsOfAMinute().get(0), SendResult.answered(404, null, null));

    assertThat(quantity(reportsOfAMinute().get(0))).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void sent_aRefusedKeyConcernsItsProjectOnly(int status) {
    drop(1, 10, FLOOD);
    drop(2, 20, FLOOD);
    for (Event report : reportsOfAMinute()) {
      boolean first = report.project() == 1;
      reports.sent(report, first ? SendResult.answered(status, null, null) : TAKEN);
    }
    assertThat(reports.sent()).isOne();
    assertThat(reports.reported()).isEqualTo(20);
    assertThat(reports.unreported()).isEqualTo(10);

    drop(1, 3, FLOOD);
    drop(2, 4, FLOOD);
    List<Event> next = reportsOfAMinute();
    assertThat(next).extracting(Event::project).containsExactly(2L);

    long before = now;
    List<Event> later = List.of();
    while (later.isEmpty()) {
      later = reportsOfAMinute();
    }
    assertThat(later).extracting(Event::project).containsExactly(1L);
    assertThat(quantity(later.get(0))).isEqualTo(3);
    assertThat(now - before).isBetween(13 * MINUTE, 17 * MINUTE);
  }

  @Test
  void sent_aRefusedKeyDoesNotHoldBackTheNextOne() {
    drop(1, 10, FLOOD);
    reports.sent(reportsOfAMinute().get(0), SendResult.answered(403, null, null));
    reports.dropped(1, "another", DataCategory.ERROR, FLOOD, 1);

    assertThat(reportsOfAMinute()).extracting(Event::publicKey).containsExactly("another");
  }

  @Test
  void sent_ignoresWhatIsNoneOfIts() {
    drop(1, 10, FLOOD);
    Event report = reportsOfAMinute().get(0);
    reports.sent(report, TAKEN);
    reports.sent(report, TAKEN);
    reports.sent(Event.store(1, "public", new byte[0]), SendResult.answered(404, null, null));

    assertThat(reports.sent()).isOne();
    assertThat(reports.reported()).isEqualTo(10);
    drop(1, 1, FLOOD);
    assertThat(reportsOfAMinute()).hasSize(1);
  }

  // ---- the end, and the bounds

  @Test
  void close_reportsWhatIsLeftAtOnceAndEachProjectOnce() {
    drop(1, 10, FLOOD);
    drop(2, 20, FLOOD);
    reports.next(now);
    reports.close();

    Event first = reports.next(now);
    Event second = reports.next(now);
    assertThat(reports.next(now)).isNull();
    assertThat(Set.of(first.project(), second.project())).containsExactlyInAnyOrder(1L, 2L);

    reports.sent(first, SendResult.failed(Failure.CONNECT, "gone"));
    reports.sent(second, TAKEN);
    now += 10 * MINUTE;
    assertThat(reports.next(now)).isNull();
  }

  @Test
  void off_countsAndReportsNothing() {
    ClientReports off = new ClientReports(false);
    off.dropped(1, "public", DataCategory.ERROR, FLOOD, 10);
    off.close();

    assertThat(off.next(now)).isNull();
    assertThat(off.next(now + 2 * MINUTE)).isNull();
    assertThat(off.unreported()).isZero();
  }

  @Test
  void dropped_countsWhatIsBeyondTheAccountsAndReportsTheOthers() {
    for (int project = 1; project <= DiscardAccounts.MAX_ACCOUNTS + 100; project++) {
      drop(project, 2, FLOOD);
    }
    List<Event> all = reportsOfAMinute();

    assertThat(all).hasSize(DiscardAccounts.MAX_ACCOUNTS);
    assertThat(reports.unreported()).isEqualTo(200);
  }

  @Test
  void projectsThatHaveGoneQuiet_giveWayToOthers() {
    for (int project = 1; project <= DiscardAccounts.MAX_ACCOUNTS; project++) {
      drop(project, 1, FLOOD);
    }
    long busy = 5;
    for (int minute = 0; minute < 6; minute++) {
      reportsOfAMinute().forEach(report -> reports.sent(report, TAKEN));
      drop(busy, 1, FLOOD);
    }
    drop(9999, 4, FLOOD);

    assertThat(
            reportsOfAMinute().stream().collect(Collectors.toMap(Event::project, this::quantity)))
        .containsOnlyKeys(busy, 9999L)
        .containsEntry(9999L, 4L);
    assertThat(reports.unreported()).isZero();
  }

  // ---- helpers

  private void drop(long project, int count, DiscardReason reason) {
    reports.dropped(project, "public", DataCategory.ERROR, reason, count);
  }

  /** A new project is first looked at after a second, and then has its turn within a minute. */
  private List<Event> reportsOfAMinute() {
    List<Event> all = new ArrayList<>();
    for (int second = 0; second < 61; second++) {
      now += 1000;
      for (Event report = reports.next(now); report != null; report = reports.next(now)) {
        all.add(report);
      }
    }
    return all;
  }

  private static String text(Event event) {
    return new String(event.body(), UTF_8);
  }

  private long quantity(Event report) {
    Matcher quantities = Pattern.compile("\"quantity\":(\\d+)").matcher(text(report));
    long sum = 0;
    while (quantities.find()) {
      sum += Long.parseLong(quantities.group(1));
    }
    return sum;
  }

  private static final class CollectingHandler extends Handler {
    private final List<LogRecord> records;

    CollectingHandler(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
