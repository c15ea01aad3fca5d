/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeyRing;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.delivery.DiscardReason;
import dev.cyclops.delivery.Faults;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.EventFields;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.FloodRule;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.filter.Sampler;
import dev.cyclops.payload.PayloadReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rules for floods look at, and what an event that passes tells of those that did not. */
class AdmissionRulesTest {
  private static final String ID = "fc6d8c0c43fc4630ad850ee518f1b9d0";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final FloodRules ONE_A_SECOND = FloodRules.limit(1, SECOND);
  private static final String HEADER = "X-CYCLOPS-IGNORED";

  private final ManualTime time = new ManualTime();
  private final KeyRing keys =
      new KeyRing(KeySource.of(new ProjectKey(1, "public", null)), Duration.ofDays(1));
  private final Faults faults = new Faults();
  private Fingerprinter fingerprinter = Fingerprinter.sentry();

  private Deciding admission(FloodRules rules) {
    keys.start();
    return Deciding.by(
        keys,
        new PayloadReader(10_000, 100_000),
        new Sampler(Map.of(), bound -> 0),
        fingerprinter,
        new FloodFilter(Cache.inMemory(64, time::nanos), rules, time::nanos),
        new FloodGroups(),
        new ProjectLimiter(ProjectLimits.NONE, time::nanos, time),
        faults);
  }

  private Deciding admission(FloodRule... rules) {
    return admission(ONE_A_SECOND.withRules(List.of(rules)));
  }

  @AfterEach
  void close() {
    keys.close();
    assertThat(faults.count()).isZero();
  }

  private static Event store(String json) {
    return Event.store(1, "public", json.getBytes(UTF_8));
  }

  private static Outcome outcome(Deciding admission, String json) {
    return admission.decide(store(json)).receipt().outcome();
  }

  /** Three of a group, of which one passes, and the next one after their window. */
  private Event firstOfTheNextWindow(Deciding admission, Event event) {
    for (int i = 0; i < 4; i++) {
      assertThat(admission.decide(event).admitted() != null).isEqualTo(i == 0);
    }
    time.pass(SECOND);
    Event admitted = admission.decide(event).admitted();
    assertThat(admitted).isNotNull();
    return admitted;
  }

  // ---- rules

  @Test
  void decide_asksTheFingerprinterForTheTextsOfTheRules() {
    Set<EventFields.Field> asked = new HashSet<>();
    Fingerprinter sentry = fingerprinter;
    fingerprinter =
        new Fingerprinter() {
          @Override
          public Fingerprint fingerprint(Payload payload) {
            throw new AssertionError("asked without fields");
          }

          @Override
          public Fingerprint fingerprint(Payload payload, Set<EventFields.Field> wanted) {
            asked.addAll(wanted);
            return sentry.fingerprint(payload, wanted);
          }
        };
    Deciding admission = admission(FloodRule.when().environment("staging").drop());

    assertThat(outcome(admission, "{\"environment\":\"staging\"}")).isEqualTo(Outcome.IGNORED);
    assertThat(outcome(admission, "{\"environment\":\"live\"}")).isEqualTo(Outcome.PROCESSED);
    assertThat(asked).containsExactly(EventFields.Field.ENVIRONMENT);
  }

  @Test
  void decide_readsTheTextsItselfForAFingerprinterThatDoesNot() {
    fingerprinter = payload -> Fingerprint.of(new GroupKey(payload.length(), 1));
    Deciding admission =
        admission(
            FloodRule.when().message("noise*").drop(), FloodRule.when().exceptionType("E").pass());

    assertThat(outcome(admission, "{\"message\":\"noise 1\"}")).isEqualTo(Outcome.IGNORED);
    assertThat(outcome(admission, "{\"message\":\"news 12\"}")).isEqualTo(Outcome.PROCESSED);
    assertThat(outcome(admission, "{\"message\":\"news 12\"}")).isEqualTo(Outcome.IGNORED);
    for (int i = 0; i < 5; i++) {
      assertThat(outcome(admission, "{\"exception\":{\"type\":\"E\"}}"))
          .isEqualTo(Outcome.PROCESSED);
    }
  }

  @Test
  void decide_dropsByARuleEvenWithoutAGroupAndSaysSo() {
    fingerprinter = payload -> Fingerprint.NONE;
    Deciding admission = admission(FloodRule.when().message("noise").drop());

    Decision decision =
        admission.decide(store("{\"event_id\":\"" + ID + "\",\"message\":\"noise\"}"));

    assertThat(decision.receipt())
        .isEqualTo(new Receipt(Outcome.IGNORED, EventId.parse(ID), 0, null, ""));
    assertThat(decision.admitted()).isNull();
    assertThat(decision.discard()).isEqualTo(DiscardReason.FLOOD);
    assertThat(outcome(admission, "{\"message\":\"news\"}")).isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void decide_holdsRulesAgainstSecurityReportsByProjectOnly() {
    Event report =
        Event.builder(Route.SECURITY)
            .project(1)
            .query("sentry_key=public")
            .body("{\"csp-report\":{\"effective-directive\":\"img-src\"}}".getBytes(UTF_8))
            .build();
    Deciding byText =
        admission(
            FloodRule.when().level("fatal", "error", "warning", "info", "debug").drop(),
            FloodRule.when().message("*").drop());
    assertThat(byText.decide(report).receipt().outcome()).isEqualTo(Outcome.PROCESSED);

    byText.filter().rules(ONE_A_SECOND.withRules(List.of(FloodRule.when().project(1).drop())));
    assertThat(byText.decide(report).receipt().outcome()).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void decide_withoutALimitStillKeepsTheRules() {
    Deciding admission =
        admission(
            FloodRules.limit(1, Duration.ZERO)
                .withRules(List.of(FloodRule.when().message("noise").drop())));

    for (int i = 0; i < 3; i++) {
      assertThat(outcome(admission, "{\"message\":\"noise\"}")).isEqualTo(Outcome.IGNORED);
      assertThat(outcome(admission, "{\"message\":\"news\"}")).isEqualTo(Outcome.PROCESSED);
    }
  }

  // ---- what was ignored

  @Test
  void decide_tellsInAHeaderHowManyWereIgnored() {
    Event event = store("{\"event_id\":\"" + ID + "\"}");

    Event admitted = firstOfTheNextWindow(admission(), event);

    assertThat(admitted.headers().getAll(HEADER)).containsExactly("3");
    assertThat(admitted.headers().get("X-Sentry-Auth"))
        .isEqualTo(event.headers().get("X-Sentry-Auth"));
    assertThat(admitted.body()).isSameAs(event.body());
    assertThat(admitted.id()).isEqualTo(EventId.parse(ID));
  }

  @Test
  void decide_withNothingIgnoredTellsNothing() {
    Deciding admission = admission(ONE_A_SECOND.withContext(true));
    Event event = store("{\"event_id\":\"" + ID + "\"}");
    for (int i = 0; i < 3; i++) {
      Event admitted = admission.decide(event).admitted();
      assertThat(admitted).isNotNull();
      assertThat(admitted.headers()).isEqualTo(event.headers());
      assertThat(admitted.body()).isSameAs(event.body());
      time.pass(SECOND);
    }
  }

  @Test
  void decide_replacesAHeaderOfThatName() {
    Event event =
        store("{\"event_id\":\"" + ID + "\"}")
            .withHeaders(
                Headers.builder()
                    .add("X-Sentry-Auth", "Sentry sentry_key=public")
                    .add("x-cyclops-ignored", "999")
                    .build());

    assertThat(firstOfTheNextWindow(admission(), event).headers().getAll(HEADER))
        .containsExactly("3");
  }

  @Test
  void decide_tellsInAContextWhereThatIsOn() {
    Event event = store("{\"event_id\":\"" + ID + "\"}");

    Event admitted = firstOfTheNextWindow(admission(ONE_A_SECOND.withContext(true)), event);

    assertThat(text(admitted))
        .isEqualTo(
            "{\"contexts\":{\"cyclops\":{\"type\":\"cyclops\",\"ignored\":3}},\"event_id\":\""
                + ID
                + "\"}");
    assertThat(admitted.headers().get(HEADER)).isEqualTo("3");
  }

  @Test
  void decide_tellsInTheContextOfAnEventThatGetsAnIdAsWell() throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write("{\"message\":\"m\"}".getBytes(UTF_8));
    }
    Event event =
        Event.builder(Route.STORE)
            .project(1)
            .query("sentry_key=public")
            .headers(Headers.builder().add("Content-Encoding", "gzip").build())
            .body(gzip.toByteArray())
            .build();

    Event admitted = firstOfTheNextWindow(admission(ONE_A_SECOND.withContext(true)), event);

    byte[] json = new GZIPInputStream(new ByteArrayInputStream(admitted.body())).readAllBytes();
    assertThat(new String(json, UTF_8))
        .isEqualTo(
            "{\"contexts\":{\"cyclops\":{\"type\":\"cyclops\",\"ignored\":3}},\"event_id\":\""
                + admitted.id()
                + "\",\"message\":\"m\"}");
  }

  @Test
  void decide_leavesABodyThatCannotBeChangedAsItCame() {
    Event event = store("{\"event_id\":\"" + ID + "\",\"contexts\":[]}");

    Event admitted = firstOfTheNextWindow(admission(ONE_A_SECOND.withContext(true)), event);

    assertThat(admitted.body()).isSameAs(event.body());
    assertThat(admitted.headers().get(HEADER)).isEqualTo("3");
  }

  private static String text(Event event) {
    return new String(event.body(), UTF_8);
  }
}
