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
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.filter.Hit;
import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SendResult;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the door drops, as it stands in the report that goes out at the end. */
class DropsReportedTest {
  private static final Pattern DISCARDED =
      Pattern.compile("\"reason\":\"(\\w+)\",\"category\":\"(\\w+)\",\"quantity\":(\\d+)");

  private static final String EVENT = "{\"type\":\"event\"}\n{\"message\":\"m\"}\n";
  private static final String TRANSACTION = "{\"type\":\"transaction\"}\n{\"message\":\"m\"}\n";
  private static final String SESSION = "{\"type\":\"session\"}\n{}\n";

  private final ScriptedSender sender = new ScriptedSender();

  @BeforeEach
  void answer() {
    sender.alwaysAnswer(ScriptedSender.OK);
  }

  private CyclopsBuilder builder() {
    return Cyclops.builder()
        .sender(sender)
        .keys(KeySource.of(new ProjectKey(1, "public", null)))
        .storage(Storage.inMemory(64 << 10, QueueOrder.NEWEST_FIRST))
        .rateController(RateController.percentile(10, Duration.ofNanos(1)));
  }

  private CyclopsBuilder dropsRepeats() {
    return builder().cache((key, window) -> new Hit(99, 1, 0));
  }

  @Test
  void repeats_areHeldBackByARateLimit() {
    assertThat(reported(dropsRepeats(), envelope(EVENT), envelope(TRANSACTION)))
        .containsExactly("ratelimit_backoff error 1", "ratelimit_backoff transaction 1");
  }

  @Test
  void aboveTheLimitOfAProject_isHeldBackByARateLimitToo() {
    ProjectLimit one = ProjectLimit.perSecond(0.001, 1);
    CyclopsBuilder limiting =
        builder().floodLimit(1, Duration.ZERO).projectLimits(new ProjectLimits(Map.of(), one));

    assertThat(reported(limiting, envelope(EVENT), envelope(EVENT), envelope(EVENT + SESSION)))
        .containsExactly("ratelimit_backoff error 2");
  }

  @Test
  void sampled_isASampleRate() {
    CyclopsBuilder sampling = builder().ignorePercentage(Map.of(1L, 100));

    assertThat(reported(sampling, envelope(EVENT), envelope(EVENT)))
        .containsExactly("sample_rate error 2");
  }

  @Test
  void reducedEnvelope_countsAsItsEvent() {
    assertThat(reported(dropsRepeats(), envelope(TRANSACTION + SESSION)))
        .containsExactly("ratelimit_backoff transaction 1");
    assertThat(reported(builder().ignorePercentage(Map.of(1L, 100)), envelope(EVENT + SESSION)))
        .containsExactly("sample_rate error 1");
  }

  /** An SDK leaves it to who answers 429 to count what was refused. */
  @Test
  void refusedForWantOfRoom_isAnOverflow() {
    String large = "{\"type\":\"session\"}\n" + "x".repeat(64 << 10) + "\n";

    assertThat(reported(builder(), envelope(large))).containsExactly("queue_overflow session 1");
    assertThat(reported(dropsRepeats(), envelope(EVENT + large)))
        .containsExactly("queue_overflow error 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"MINIDUMP", "UNREAL", "CRON"})
  void shedAtTheDoor_isAnOverflow(Route route) {
    Event.Builder event = Event.builder(route).project(1).query("sentry_key=public");
    Cyclops cyclops = builder().build().start();

    assertThat(cyclops.shed(event.build()).outcome()).isEqualTo(Outcome.SHED);
    Event large = event.body(new byte[128 << 10]).build();
    assertThat(cyclops.accept(large).toCompletableFuture().join().outcome())
        .isEqualTo(Outcome.SHED);

    assertThat(reportedAtTheEnd(cyclops))
        .containsExactly("queue_overflow " + route.category().wireName() + " 2");
  }

  @Test
  void shedByTheStorage_isAnOverflow() {
    List<DropListener> listeners = new ArrayList<>();
    StorageBehind storage =
        new StorageBehind(Storage.inMemory(64 << 10, QueueOrder.NEWEST_FIRST)) {
          @Override
          public void onDropped(DropListener listener) {
            listeners.add(listener);
          }
        };
    Cyclops cyclops = builder().storage(storage).build().start();

    listeners.get(0).onDropped(1, "public", DataCategory.REPLAY, ShedReason.ATTACHMENT, 4);
    listeners.get(0).onDropped(1, null, DataCategory.ERROR, ShedReason.EXPIRED, 5);

    assertThat(reportedAtTheEnd(cyclops))
        .containsExactly("queue_overflow error 5", "queue_overflow replay 4");
  }

  @Test
  void whatIsRefusedOrSent_isNotReported() {
    Event malformed = Event.envelope(1, "public", "no envelope".getBytes(UTF_8));
    Event stranger = Event.store(1, "other", "{}".getBytes(UTF_8));

    assertThat(reported(builder(), malformed, stranger, envelope(EVENT))).isEmpty();
    assertThat(sender.sent).hasSize(1);
  }

  @Test
  void clientReportsOff_nothingIsReported() {
    assertThat(reported(dropsRepeats().clientReports(false), envelope(EVENT))).isEmpty();
    assertThat(sender.sent).isEmpty();
  }

  @Test
  void books_leaveReportsOut() {
    Cyclops cyclops = dropsRepeats().build().start();
    cyclops.accept(envelope(EVENT));
    cyclops.accept(envelope(EVENT + SESSION));
    reportedAtTheEnd(cyclops);

    CyclopsStats stats = cyclops.stats();
    assertThat(stats.clientReports()).isEqualTo(new ClientReportStats(1, 2, 0));
    assertThat(stats.forwarded()).isOne();
    assertThat(stats.accepted()).isEqualTo(2);
    assertThat(stats.unaccounted()).isZero();
  }

  @Test
  void close_doesNotWaitForASentryThatTakesNoReports() {
    sender.alwaysAnswer(SendResult.answered(503, null, null));
    Cyclops cyclops = dropsRepeats().build().start();
    cyclops.accept(envelope(EVENT));

    assertThat(cyclops.close(Duration.ofDays(1))).isZero();

    assertThat(sender.sent).hasSize(1);
    assertThat(cyclops.stats().clientReports()).isEqualTo(ClientReportStats.NONE);
  }

  private static Event envelope(String items) {
    return Event.envelope(1, "public", ("{}\n" + items).getBytes(UTF_8));
  }

  private List<String> reported(CyclopsBuilder builder, Event... events) {
    Cyclops cyclops = builder.build().start();
    for (Event event : events) {
      cyclops.accept(event);
    }
    return reportedAtTheEnd(cyclops);
  }

  private List<String> reportedAtTheEnd(Cyclops cyclops) {
    int before = sender.sent.size();
    assertThat(cyclops.close(Duration.ofDays(1))).isZero();
    List<String> discarded = new ArrayList<>();
    for (ScriptedSender.Sent sent : sender.sent.subList(before, sender.sent.size())) {
      Matcher matcher = DISCARDED.matcher(sent.body());
      while (matcher.find()) {
        discarded.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
      }
    }
    return discarded;
  }
}
