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
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.delivery.Faults;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.filter.Sampler;
import dev.cyclops.payload.Decoders;
import dev.cyclops.payload.PayloadReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The stations before the queue, with a fingerprinter that groups by the payload's length. */
class AdmissionTest {
  private static final String ID = "fc6d8c0c43fc4630ad850ee518f1b9d0";
  private static final String OTHER_ID = "00000000000000000000000000000001";
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final ProjectLimit NO_LIMIT = ProjectLimit.none();

  private final ManualTime time = new ManualTime();
  private final Faults faults = new Faults();
  private final FloodGroups floodGroups = new FloodGroups();
  private KeySource source =
      KeySource.of(new ProjectKey(1, "public", "secret"), new ProjectKey(2, "two", null));
  private KeyRing keys;
  private Fingerprinter fingerprinter =
      payload -> Fingerprint.of(new GroupKey(payload.length(), payload.length()));
  private Cache cache = Cache.inMemory(64, time::nanos);
  private Map<Long, Integer> ignored = Map.of();
  private Duration window = WINDOW;
  private ProjectLimits limits = ProjectLimits.NONE;
  private List<ContentCodec> codecs = List.of();

  private Deciding admission() {
    close();
    keys = new KeyRing(source, Duration.ofDays(1));
    keys.start();
    return Deciding.by(
        keys,
        new PayloadReader(1000, 10_000, new Decoders(codecs)),
        new Sampler(ignored, bound -> 50),
        fingerprinter,
        new FloodFilter(cache, 2, window, time::nanos),
        floodGroups,
        new ProjectLimiter(limits, time::nanos, time),
        faults);
  }

  @AfterEach
  void close() {
    if (keys != null) {
      keys.close();
    }
  }

  private static Event store(String json) {
    return Event.store(1, "public", json.getBytes(UTF_8));
  }

  private static Event envelope(long project, String auth, String... lines) {
    Headers.Builder headers = Headers.builder();
    if (!auth.isEmpty()) {
      headers.add("X-Sentry-Auth", auth);
    }
    return Event.builder(Route.ENVELOPE)
        .project(project)
        .headers(headers.build())
        .body(String.join("\n", lines).getBytes(UTF_8))
        .build();
  }

  private static Event envelopeOfDsn(long project, String auth, String dsn) {
    String header = "{\"event_id\":\"" + ID + "\",\"dsn\":\"" + dsn + "\"}";
    return envelope(project, auth, header, "{\"type\":\"event\"}", "{\"message\":\"m\"}");
  }

  // ---- limits of projects

  private void limit(double sustained, long burst) {
    limits = new ProjectLimits(Map.of(1L, ProjectLimit.perSecond(sustained, burst)), NO_LIMIT);
  }

  @Test
  void decide_dropsWhatIsAboveTheLimitOfItsProject() {
    limit(0.2, 2);
    Deciding admission = admission();

    for (int i = 0; i < 2; i++) {
      Receipt receipt = admission.decide(store("{" + " ".repeat(i) + "}")).receipt();
      assertThat(receipt.outcome()).isEqualTo(Outcome.PROCESSED);
      assertThat(receipt.rateLimits()).isNull();
    }
    Decision third = admission.decide(store("{   \"event_id\":\"" + ID + "\"}"));
    assertThat(third.admitted()).isNull();
    assertThat(third.receipt().outcome()).isEqualTo(Outcome.LIMITED);
    assertThat(third.receipt().isSuccess()).isTrue();
    assertThat(third.receipt().eventId()).hasToString(ID);
    assertThat(third.receipt().rateLimits())
        .isEqualTo("5:default;error;security:project:spike_protection");
    Event other = Event.store(2, "two", "{    }".getBytes(UTF_8));
    assertThat(admission.decide(other).receipt().outcome()).isEqualTo(Outcome.PROCESSED);

    time.passMillis(4_999);
    assertThat(admission.decide(store("{     }")).receipt().rateLimits()).startsWith("1:");
    time.passMillis(1);
    assertThat(admission.decide(store("{      }")).receipt().outcome())
        .isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void decide_ofARepeatUsesNothingUp() {
    limit(0.001, 3);
    Deciding admission = admission();

    for (int i = 1; i <= 10; i++) {
      Outcome outcome = admission.decide(store("{}")).receipt().outcome();
      assertThat(outcome).isEqualTo(i <= 2 ? Outcome.PROCESSED : Outcome.IGNORED);
    }
    assertThat(admission.decide(store("{ }")).receipt().outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(admission.decide(store("{  }")).receipt().outcome()).isEqualTo(Outcome.LIMITED);
    assertThat(admission.decide(store("{}")).receipt().outcome()).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void decide_aboveTheLimitLeavesThePlaceToAnotherOfItsGroup() {
    limit(1, 1);
    window = Duration.ofMinutes(1);
    Deciding admission = admission();
    List<Outcome> outcomes = new ArrayList<>();
    for (int second = 0; second < 3; second++) {
      for (int i = 0; i < 4; i++) {
        outcomes.add(admission.decide(store("{}")).receipt().outcome());
      }
      time.passMillis(1000);
    }

    assertThat(outcomes)
        .containsExactly(
            Outcome.PROCESSED,
            Outcome.LIMITED,
            Outcome.IGNORED,
            Outcome.IGNORED,
            Outcome.PROCESSED,
            Outcome.IGNORED,
            Outcome.IGNORED,
            Outcome.IGNORED,
            Outcome.IGNORED,
            Outcome.IGNORED,
            Outcome.IGNORED,
            Outcome.IGNORED);
  }

  @Test
  void decide_ofAnEventThatCannotBeWrittenAgainLeavesItsPlace() {
    codecs =
        List.of(
            new CountingCodec(new AtomicInteger()) {
              @Override
              public OutputStream encode(OutputStream out) throws IOException {
                throw new IOException("encode");
              }
            });
    Event event =
        Event.builder(Route.STORE)
            .project(1)
            .query("sentry_key=public")
            .headers(Headers.builder().add("Content-Encoding", "counting").build())
            .body("{}".getBytes(UTF_8))
            .build();
    Deciding admission = admission();
    for (int i = 0; i < 5; i++) {
      assertThat(admission.decide(event).receipt().outcome()).isEqualTo(Outcome.MALFORMED);
    }
    assertThat(admission.decide(store("{}")).receipt().count()).isEqualTo(1);
  }

  @Test
  void decide_aboveTheLimitKeepsTheRestOfAnEnvelope() {
    limit(0.001, 1);
    Deciding admission = admission();
    String auth = "Sentry sentry_key=public";
    String header = "{\"event_id\":\"" + ID + "\"}";
    String item = "{\"type\":\"transaction\"}";
    admission.decide(envelope(1, auth, header, item, "{}"));

    Decision decision =
        admission.decide(
            envelope(1, auth, header, item, "{ }", "{\"type\":\"session\"}", "{\"sid\":1}"));

    assertThat(decision.receipt().outcome()).isEqualTo(Outcome.REDUCED);
    assertThat(decision.receipt().rateLimits())
        .isEqualTo("1000:transaction:project:spike_protection");
    assertThat(decision.category()).isEqualTo(DataCategory.SESSION);
    assertThat(decision.eventCategory()).isEqualTo(DataCategory.TRANSACTION);
    assertThat(new String(decision.admitted().body(), UTF_8)).contains("sid").doesNotContain(item);
  }

  @Test
  void decide_limitsCrashesAndWhatCannotBeGroupedAsWell() {
    limit(0.001, 2);
    fingerprinter = payload -> Fingerprint.NONE;
    Deciding admission = admission();
    Event crash =
        Event.builder(Route.MINIDUMP)
            .project(1)
            .query("sentry_key=public")
            .body("MDMP".getBytes(UTF_8))
            .build();

    assertThat(admission.decide(crash).receipt().outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(admission.decide(store("{}")).receipt().outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(admission.decide(store("{}")).receipt().outcome()).isEqualTo(Outcome.LIMITED);
    Receipt dropped = admission.decide(crash).receipt();
    assertThat(dropped.outcome()).isEqualTo(Outcome.LIMITED);
    assertThat(dropped.eventId()).isNotNull();
    assertThat(dropped.rateLimits()).isNull();
    Event session = envelope(1, "Sentry sentry_key=public", "{}", "{\"type\":\"session\"}", "{}");
    assertThat(admission.decide(session).receipt().outcome()).isEqualTo(Outcome.PROCESSED);
  }

  // ---- repeats

  @Test
  void event_isToldToWhoKeepsAccountOfFloods() {
    Deciding admission = admission();
    for (int i = 0; i < 5; i++) {
      admission.decide(store("{\"message\":\"no basket\"}"));
    }
    admission.decide(envelope(1, "sentry_key=public", "{}", "{\"type\":\"session\"}", "{}"));

    assertThat(floodGroups.top(1, 10, System.currentTimeMillis()))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.title()).isEqualTo("no basket");
              assertThat(group.seen()).isEqualTo(5);
              assertThat(group.ignored()).isEqualTo(3);
            });
  }

  @Test
  void decide_letsTheFirstOfAGroupPassAndDropsTheRest() {
    Deciding admission = admission();
    String json = "{\"event_id\":\"" + ID + "\"}";

    for (int i = 1; i <= 4; i++) {
      Decision decision = admission.decide(store(json));
      assertThat(decision.receipt())
          .isEqualTo(
              new Receipt(
                  i <= 2 ? Outcome.PROCESSED : Outcome.IGNORED, EventId.parse(ID), i, null, ""));
      assertThat(decision.admitted() != null).isEqualTo(i <= 2);
      assertThat(decision.project()).isEqualTo(1);
      assertThat(decision.category()).isEqualTo(DataCategory.ERROR);
      assertThat(decision.grouped()).isTrue();
    }
    assertThat(admission.decide(store(json + " ")).receipt().count()).isEqualTo(1);
    time.pass(WINDOW);
    assertThat(admission.decide(store(json)).receipt().outcome()).isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void decide_settlesTheEventAsItIsQueued() {
    Event event = store("{\"event_id\":\"" + ID + "\"}");

    Event admitted = admission().decide(event).admitted();

    assertThat(admitted).isNotNull();
    assertThat(admitted.project()).isEqualTo(1);
    assertThat(admitted.publicKey()).isEqualTo("public");
    assertThat(admitted.id()).isEqualTo(EventId.parse(ID));
    assertThat(admitted.category()).isEqualTo(DataCategory.ERROR);
    assertThat(admitted.body()).isSameAs(event.body());
    assertThat(admitted.headers()).isEqualTo(event.headers());
    assertThat(admitted.source()).isNull();
  }

  @Test
  void decide_withTheFilterOffAsksNobody() {
    window = Duration.ZERO;
    fingerprinter =
        payload -> {
          throw new AssertionError("asked");
        };
    Deciding admission = admission();
    for (int i = 0; i < 5; i++) {
      Decision decision = admission.decide(store("{\"event_id\":\"" + ID + "\"}"));
      assertThat(decision.receipt())
          .isEqualTo(new Receipt(Outcome.PROCESSED, EventId.parse(ID), 0, null, ""));
      assertThat(decision.grouped()).isTrue();
    }
  }

  @Test
  void decide_withoutAGroupLetsEverythingPassUngrouped() {
    fingerprinter = payload -> Fingerprint.NONE;
    Deciding admission = admission();
    for (int i = 0; i < 5; i++) {
      Decision decision = admission.decide(store("{}"));
      assertThat(decision.receipt().outcome()).isEqualTo(Outcome.PROCESSED);
      assertThat(decision.receipt().count()).isZero();
      assertThat(decision.grouped()).isFalse();
    }
  }

  // ---- ids

  @Test
  void decide_givesAnIdToAnEventWithoutOne() {
    Deciding admission = admission();

    EventId first = admission.decide(store("{}")).receipt().eventId();
    EventId second = admission.decide(store("{\"event_id\":\"nonsense\"}")).receipt().eventId();

    assertThat(first).isNotNull().isNotEqualTo(second);
    assertThat(second).isNotNull();
  }

  private static String bodyOf(Decision decision) {
    return new String(decision.admitted().body(), UTF_8);
  }

  @Test
  void decide_writesTheIdThatItAnswersIntoTheEvent() {
    Decision decision = admission().decide(store("{\"a\":1}"));

    EventId id = decision.receipt().eventId();
    assertThat(bodyOf(decision)).isEqualTo("{\"event_id\":\"" + id + "\",\"a\":1}");
    assertThat(decision.admitted().id()).isEqualTo(id);
  }

  @Test
  void decide_writesTheIdIntoTheHeaderOfAnEnvelope() {
    String auth = "Sentry sentry_key=public";
    for (String type : new String[] {"event", "transaction"}) {
      String item = "{\"type\":\"" + type + "\"}";
      Decision own =
          admission().decide(envelope(1, auth, "{}", item, "{\"event_id\":\"" + OTHER_ID + "\"}"));
      assertThat(own.receipt().eventId()).isEqualTo(EventId.parse(OTHER_ID));
      assertThat(bodyOf(own)).startsWith("{\"event_id\":\"" + OTHER_ID + "\"}\n");
      for (String payload : new String[] {"{\"event_id\":\"x\"}", "[]"}) {
        Decision fresh = admission().decide(envelope(1, auth, "{\"a\":1}", item, payload));
        EventId id = fresh.receipt().eventId();
        assertThat(id).isNotNull();
        assertThat(bodyOf(fresh))
            .isEqualTo("{\"event_id\":\"" + id + "\",\"a\":1}\n" + item + "\n" + payload);
      }
    }
  }

  @Test
  void decide_leavesWhatNeedsNoIdAlone() {
    String auth = "Sentry sentry_key=public";
    for (Event event :
        new Event[] {
          envelope(1, auth, "{}", "{\"type\":\"session\"}", "{}"),
          envelope(1, auth, "{}", "{\"type\":\"attachment\"}", "{}"),
          envelope(1, auth, "{\"event_id\":\"" + ID + "\"}", "{\"type\":\"event\"}", "{}"),
          store("{\"event_id\":\"" + ID + "\"}"),
          store("{\"broken\":"),
        }) {
      assertThat(admission().decide(event).admitted().body()).isSameAs(event.body());
    }
  }

  @Test
  void decide_changesNothingThatIsDropped() {
    // A codec that cannot write: whatever is changed fails.
    AtomicInteger encoded = new AtomicInteger();
    codecs = List.of(new CountingCodec(encoded));
    Event event =
        Event.builder(Route.STORE)
            .project(1)
            .query("sentry_key=public")
            .headers(Headers.builder().add("Content-Encoding", "counting").build())
            .body("{}".getBytes(UTF_8))
            .build();
    Deciding admission = admission();
    for (int i = 0; i < 5; i++) {
      admission.decide(event);
    }
    assertThat(encoded).hasValue(2);
  }

  // ---- envelopes with more than their event

  @Test
  void decide_keepsWhatStandsBesideADroppedEvent() {
    String[] lines = {
      "{\"event_id\":\"" + ID + "\"}",
      "{\"type\":\"attachment\"}",
      "a",
      "{\"type\":\"event\"}",
      "{\"message\":\"m\"}",
      "{\"type\":\"client_report\"}",
      "{}"
    };
    Event event = envelope(1, "Sentry sentry_key=public", lines);
    Deciding admission = admission();
    admission.decide(event);
    admission.decide(event);

    Decision decision = admission.decide(event);

    assertThat(decision.receipt())
        .isEqualTo(new Receipt(Outcome.REDUCED, EventId.parse(ID), 3, null, ""));
    assertThat(decision.category()).isEqualTo(DataCategory.CLIENT_REPORT);
    assertThat(bodyOf(decision)).isEqualTo(lines[0] + "\n" + lines[5] + "\n" + lines[6]);
    assertThat(decision.admitted().category()).isEqualTo(DataCategory.CLIENT_REPORT);
    assertThat(decision.admitted().id()).isEqualTo(EventId.parse(ID));
  }

  @Test
  void decide_dropsAnEventWithAllThatBelongsToIt() {
    ignored = Map.of(1L, 100);
    Event event =
        envelope(
            1,
            "Sentry sentry_key=public",
            "{}",
            "{\"type\":\"transaction\"}",
            "{}",
            "{\"type\":\"profile\"}",
            "{}",
            "{\"type\":\"attachment\"}",
            "{}");

    Decision decision = admission().decide(event);

    assertThat(decision.receipt().outcome()).isEqualTo(Outcome.SAMPLED);
    assertThat(decision.admitted()).isNull();
  }

  @Test
  void decide_keepsWhatStandsBesideASampledEvent() {
    ignored = Map.of(1L, 100);
    Event event =
        envelope(
            1,
            "Sentry sentry_key=public",
            "{}",
            "{\"type\":\"event\"}",
            "{}",
            "{\"type\":\"log\"}",
            "[]");

    Decision decision = admission().decide(event);

    assertThat(decision.receipt().outcome()).isEqualTo(Outcome.REDUCED);
    assertThat(decision.receipt().eventId()).isNotNull();
    assertThat(bodyOf(decision)).isEqualTo("{}\n{\"type\":\"log\"}\n[]");
    assertThat(decision.admitted().id()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"STORE, FULL, 1::key:busy", "ENVELOPE, FULL, 1::key:busy", "CRON, SHED, "})
  void decide_whenTooManyBodiesAreDecoded_slowsTheClientForASecond(
      Route route, Outcome outcome, String rateLimits) {
    Deciding[] admission = new Deciding[1];
    Receipt[] innermost = new Receipt[1];
    Event event =
        Event.builder(route)
            .project(1)
            .query("sentry_key=public")
            .headers(Headers.builder().add("Content-Encoding", "counting").build())
            .body("{}".getBytes(UTF_8))
            .build();
    codecs =
        List.of(
            new CountingCodec(
                () -> {
                  Thread other =
                      new Thread(
                          () -> {
                            Receipt receipt = admission[0].decide(event).receipt();
                            innermost[0] = innermost[0] == null ? receipt : innermost[0];
                          });
                  other.start();
                  try {
                    other.join();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
    admission[0] = admission();

    admission[0].decide(event);

    assertThat(innermost[0].outcome()).isEqualTo(outcome);
    assertThat(innermost[0].rateLimits()).isEqualTo(rateLimits);
    assertThat(innermost[0].eventId()).isNull();
  }

  /** Encodes nothing, and tells when it is used. */
  private static class CountingCodec implements ContentCodec {
    private final AtomicInteger encoded;
    private final Runnable onDecode;

    CountingCodec(AtomicInteger encoded) {
      this.encoded = encoded;
      this.onDecode = () -> {};
    }

    CountingCodec(Runnable onDecode) {
      this.encoded = new AtomicInteger();
      this.onDecode = onDecode;
    }

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public InputStream decode(InputStream in) {
      onDecode.run();
      return in;
    }

    @Override
    public OutputStream encode(OutputStream out) throws IOException {
      encoded.incrementAndGet();
      return out;
    }
  }

  @Test
  void decide_takesTheIdThatTheFingerprinterFound() {
    EventId found = new EventId(3, 4);
    fingerprinter = payload -> new Fingerprint(new GroupKey(1, 1), found, null);

    assertThat(admission().decide(store("{}")).receipt().eventId()).isEqualTo(found);
  }

  @Test
  void decide_prefersTheIdOfTheEnvelope() {
    Event event =
        envelope(
            1,
            "Sentry sentry_key=public",
            "{\"event_id\":\"" + ID + "\"}",
            "{\"type\":\"event\"}",
            "{\"event_id\":\"" + OTHER_ID + "\"}");

    assertThat(admission().decide(event).receipt().eventId()).isEqualTo(EventId.parse(ID));
  }

  @Test
  void decide_letsAnEnvelopeWithoutAnEventPassAlways() {
    fingerprinter =
        payload -> {
          throw new AssertionError("asked");
        };
    ignored = Map.of(1L, 100);
    Event session = envelope(1, "Sentry sentry_key=public", "{}", "{\"type\":\"session\"}", "{}");
    Deciding admission = admission();

    for (int i = 0; i < 5; i++) {
      Decision decision = admission.decide(session);
      assertThat(decision.receipt()).isEqualTo(new Receipt(Outcome.PROCESSED, null, 0, null, ""));
      assertThat(decision.category()).isEqualTo(DataCategory.SESSION);
      assertThat(decision.grouped()).isTrue();
    }
  }

  @Test
  void decide_groupsTransactionsByTheirName() {
    fingerprinter = Fingerprinter.sentry();
    Deciding admission = admission();
    long counts = 0;
    for (int i = 1; i <= 3; i++) {
      String payload =
          "{\"transaction\":\"/pay\",\"message\":\"m" + i + "\",\"timestamp\":" + i + "}";
      Decision decision =
          admission.decide(
              envelope(1, "Sentry sentry_key=public", "{}", "{\"type\":\"transaction\"}", payload));
      counts += decision.receipt().count();
      assertThat(decision.receipt().outcome())
          .isEqualTo(i <= 2 ? Outcome.PROCESSED : Outcome.IGNORED);
      assertThat(decision.category()).isEqualTo(DataCategory.TRANSACTION);
    }
    assertThat(counts).isEqualTo(1 + 2 + 3);
    Event other =
        envelope(
            1,
            "Sentry sentry_key=public",
            "{}",
            "{\"type\":\"transaction\"}",
            "{\"transaction\":\"/buy\",\"message\":\"m1\"}");
    assertThat(admission.decide(other).receipt().count()).isEqualTo(1);
  }

  // ---- sampling

  @Test
  void decide_ignoresThePercentageBeforeAnythingIsCounted() {
    ignored = Map.of(1L, 51, 2L, 50);
    cache =
        (key, length) -> {
          throw new AssertionError("asked");
        };
    Deciding admission = admission();

    Decision decision = admission.decide(store("{\"event_id\":\"" + ID + "\"}"));

    assertThat(decision.receipt())
        .isEqualTo(new Receipt(Outcome.SAMPLED, EventId.parse(ID), 0, null, ""));
    assertThat(decision.admitted()).isNull();
  }

  @Test
  void decide_samplesEachProjectByItsOwnPercentage() {
    ignored = Map.of(1L, 51, 2L, 50);
    Deciding admission = admission();

    Event two = Event.store(2, "two", "{}".getBytes(UTF_8));
    assertThat(admission.decide(store("{}")).receipt().outcome()).isEqualTo(Outcome.SAMPLED);
    assertThat(admission.decide(two).receipt().outcome()).isEqualTo(Outcome.PROCESSED);
  }

  // ---- keys

  @Test
  void decide_takesTheKeyOfTheDsnWhenNothingElseGivesOne() {
    Deciding admission = admission();

    Decision named = admission.decide(envelopeOfDsn(1, "", "https://public@elsewhere.example/1"));
    Decision byDsn = admission.decide(envelopeOfDsn(0, "", "https://two@elsewhere.example/2"));
    Decision unknown = admission.decide(envelopeOfDsn(1, "", "https://nobody@sentry.example/1"));

    assertThat(named.receipt().outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(byDsn.receipt().outcome()).isEqualTo(Outcome.PROCESSED);
    assertThat(byDsn.project()).isEqualTo(2);
    assertThat(unknown.receipt().outcome()).isEqualTo(Outcome.FORBIDDEN);
  }

  @Test
  void decide_refusesADsnThatContradictsKeyOrProject() {
    Deciding admission = admission();
    String auth = "Sentry sentry_key=public";

    assertThat(admission.decide(envelopeOfDsn(1, auth, "https://public@h/1")).receipt().outcome())
        .isEqualTo(Outcome.PROCESSED);
    for (Event event :
        new Event[] {
          envelopeOfDsn(1, auth, "https://two@h/1"),
          envelopeOfDsn(1, auth, "https://public@h/2"),
          envelopeOfDsn(0, auth, "https://public@h/2"),
          envelopeOfDsn(2, "", "https://public@h/1"),
        }) {
      assertThat(admission.decide(event).receipt().outcome()).isEqualTo(Outcome.MALFORMED);
    }
  }

  @Test
  void decide_findsTheProjectByTheKey() {
    Event event =
        Event.builder(Route.STORE).query("sentry_key=two").body("{}".getBytes(UTF_8)).build();

    Decision decision = admission().decide(event);

    assertThat(decision.project()).isEqualTo(2);
    assertThat(decision.admitted().project()).isEqualTo(2);
  }

  @Test
  void decide_checksTheSecret() {
    Deciding admission = admission();
    Event wrong =
        Event.builder(Route.STORE).project(1).query("sentry_key=public&sentry_secret=x").build();

    assertThat(admission.decide(wrong).receipt().outcome()).isEqualTo(Outcome.FORBIDDEN);
  }

  @Test
  void decide_openToAllStillNeedsProjectAndKey() {
    source = KeySource.openToAll();
    Deciding admission = admission();
    byte[] json = "{}".getBytes(UTF_8);

    assertThat(admission.decide(Event.store(77, "any", json)).project()).isEqualTo(77);
    assertThat(
            admission
                .decide(Event.builder(Route.STORE).query("sentry_key=any").body(json).build())
                .receipt()
                .outcome())
        .isEqualTo(Outcome.FORBIDDEN);
    assertThat(
            admission
                .decide(Event.builder(Route.STORE).project(77).body(json).build())
                .receipt()
                .outcome())
        .isEqualTo(Outcome.UNAUTHORIZED);
  }

  @Test
  void decide_readsNoBodyOfAStranger() {
    Deciding admission = admission();
    byte[] broken = "no json".getBytes(UTF_8);

    assertThat(admission.decide(Event.store(1, "stranger", broken)).receipt().outcome())
        .isEqualTo(Outcome.FORBIDDEN);
    assertThat(admission.decide(Event.store(1, "public", broken)).receipt().outcome())
        .isEqualTo(Outcome.MALFORMED);
  }

  // ---- bodies

  @Test
  void decide_refusesWhatCannotBeReadWithItsOwnOutcome() {
    Deciding admission = admission();
    Event encoded =
        Event.builder(Route.STORE)
            .project(1)
            .query("sentry_key=public")
            .headers(Headers.builder().add("Content-Encoding", "compress").build())
            .body("{}".getBytes(UTF_8))
            .build();

    Receipt malformed = admission.decide(store("[\"geheim\"]")).receipt();
    Receipt tooLarge = admission.decide(store("{\"a\":\"" + "x".repeat(1000) + "\"}")).receipt();

    assertThat(malformed.outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(malformed.detail()).isEqualTo("invalid event data");
    assertThat(malformed.causes())
        .containsExactly("The body is no JSON object, nor base64 of one.");
    assertThat(malformed.eventId()).isNull();
    assertThat(tooLarge.outcome()).isEqualTo(Outcome.TOO_LARGE);
    assertThat(admission.decide(encoded).receipt().outcome()).isEqualTo(Outcome.UNSUPPORTED);
  }

  @Test
  void decide_namesTheCauseOfWhatItRefuses() {
    Deciding admission = admission();

    Receipt envelope =
        admission
            .decide(envelope(1, "Sentry sentry_key=public", "{}", "{\"length\":0}", ""))
            .receipt();
    Receipt empty = admission.decide(at(Route.NEL, "")).receipt();

    assertThat(envelope.detail()).isEqualTo("invalid event envelope");
    assertThat(envelope.causes()).containsExactly("An item of the envelope has no type.");
    assertThat(empty.detail()).isEqualTo("invalid body");
    assertThat(empty.causes()).containsExactly("The body is empty.");
    assertThat(admission.decide(store("{}")).receipt().causes()).isEmpty();
  }

  // ---- the other routes

  private static Event at(Route route, String body) {
    return Event.builder(route)
        .project(1)
        .query("sentry_key=public")
        .body(body.getBytes(UTF_8))
        .build();
  }

  @Test
  void decide_dropsRepeatsOfSecurityReports() {
    fingerprinter = Fingerprinter.sentry();
    Deciding admission = admission();
    String report = "{\"csp-report\":{\"effective-directive\":\"img-src\",\"n\":%d}}";

    for (int i = 1; i <= 4; i++) {
      Decision decision = admission.decide(at(Route.SECURITY, report.formatted(i)));
      assertThat(decision.receipt().outcome())
          .isEqualTo(i <= 2 ? Outcome.PROCESSED : Outcome.IGNORED);
      assertThat(decision.category()).isEqualTo(DataCategory.SECURITY);
      assertThat(decision.grouped()).isTrue();
    }
  }

  @Test
  void decide_letsReportsPassThatHaveNothingToGroupBy() {
    fingerprinter = Fingerprinter.sentry();
    Deciding admission = admission();

    for (int i = 1; i <= 4; i++) {
      Decision decision = admission.decide(at(Route.SECURITY, "no report"));
      assertThat(decision.receipt().outcome()).isEqualTo(Outcome.PROCESSED);
      assertThat(decision.grouped()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEL", "MINIDUMP", "UNREAL", "ATTACHMENTS", "CRON", "OTLP"})
  void decide_neverDropsWhatHasNoGroup(Route route) {
    Deciding admission = admission();

    for (int i = 1; i <= 4; i++) {
      Decision decision = admission.decide(at(route, "[1]"));
      assertThat(decision.receipt().outcome()).isEqualTo(Outcome.PROCESSED);
      assertThat(decision.grouped()).isTrue();
      assertThat(decision.admitted().category()).isEqualTo(route.category());
      assertThat(decision.admitted().id()).isEqualTo(decision.receipt().eventId());
    }
  }

  @Test
  void decide_givesACrashAnIdAndPutsItIntoItsForm() {
    Deciding admission = admission();
    String form = "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--b--";
    Event crash =
        Event.builder(Route.MINIDUMP)
            .project(1)
            .query("sentry_key=public")
            .headers(
                Headers.builder().add("Content-Type", "multipart/form-data; boundary=b").build())
            .body(form.getBytes(UTF_8))
            .build();

    Decision decision = admission.decide(crash);
    EventId id = decision.receipt().eventId();
    assertThat(id).isNotNull().isEqualTo(decision.admitted().id());
    assertThat(new String(decision.admitted().body(), UTF_8)).contains("\r\n" + id + "\r\n--b");
    Event again = crash.withBody(decision.admitted().body());
    assertThat(admission.decide(again).receipt().eventId()).isEqualTo(id);
    assertThat(admission.decide(again).admitted().body()).isSameAs(again.body());

    for (Route route : List.of(Route.MINIDUMP, Route.UNREAL)) {
      assertThat(admission.decide(at(route, "dump")).receipt().eventId()).isNotNull();
    }
    assertThat(admission.decide(at(Route.ATTACHMENTS, "x")).receipt().eventId()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"MINIDUMP", "UNREAL", "CRON"})
  void shed_checksTheKeyAndNothingElse(Route route) {
    Deciding admission = admission();
    Event.Builder event = Event.builder(route).project(1);

    Decision shed = admission.shed(event.query("sentry_key=public").build());
    assertThat(shed.receipt().outcome()).isEqualTo(Outcome.SHED);
    assertThat(shed.receipt().eventId() == null).isEqualTo(route == Route.CRON);
    assertThat(shed.admitted()).isNull();
    assertThat(shed.project()).isEqualTo(1);
    assertThat(shed.category()).isEqualTo(route.category());
    assertThat(admission.shed(event.query("sentry_key=two").build()).receipt())
        .isEqualTo(admission.decide(event.query("sentry_key=x").build()).receipt());
    assertThat(admission.shed(event.query("").build()).receipt().outcome())
        .isEqualTo(Outcome.UNAUTHORIZED);
    Headers other = Headers.builder().add("X-Sentry-Auth", "Sentry sentry_key=x").build();
    assertThat(
            admission
                .shed(event.query("sentry_key=public").headers(other).build())
                .receipt()
                .outcome())
        .isEqualTo(Outcome.MALFORMED);
  }

  // ---- other people's code

  @Test
  void decide_letsAnEventPassWhenTheFingerprinterFails() {
    Fingerprinter[] failing = {
      payload -> {
        throw new IllegalStateException("fingerprinter");
      },
      payload -> {
        throw new NoClassDefFoundError("fingerprinter");
      },
      payload -> overflow(payload, 1),
      payload -> null
    };
    for (Fingerprinter each : failing) {
      fingerprinter = each;
      Decision decision = admission().decide(store("{\"event_id\":\"" + ID + "\"}"));

      assertThat(decision.receipt())
          .isEqualTo(new Receipt(Outcome.PROCESSED, EventId.parse(ID), 0, null, ""));
      assertThat(decision.grouped()).isFalse();
    }
    assertThat(faults.count()).isEqualTo(4);
  }

  private static Fingerprint overflow(Payload payload, int depth) {
    Fingerprint deeper = overflow(payload, depth + 1);
    return depth > 0 ? deeper : Fingerprint.NONE;
  }

  @Test
  void decide_letsAnEventPassWhenTheCacheFails() {
    cache =
        (key, length) -> {
          throw new NoSuchMethodError("cache");
        };
    Deciding admission = admission();
    for (int i = 0; i < 5; i++) {
      assertThat(admission.decide(store("{}")).receipt().outcome()).isEqualTo(Outcome.PROCESSED);
    }
    assertThat(faults.count()).isEqualTo(5);
  }
}
