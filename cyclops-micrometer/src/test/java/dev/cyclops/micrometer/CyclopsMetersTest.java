/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.testkit.FakeSentry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CyclopsMetersTest {
  private static final byte[] JSON = "{\"message\":\"m\"}".getBytes();

  private final FakeSentry sentry = FakeSentry.start();
  private final CyclopsRecorder recorder = new CyclopsRecorder();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry(sentry.url())
          .keys(KeySource.of(new ProjectKey(1, "one", null), new ProjectKey(2, "two", null)))
          .floodLimit(1, Duration.ofHours(1))
          .metrics(recorder)
          .build()
          .start();

  @AfterEach
  void close() throws Exception {
    registry.close();
    cyclops.close(Duration.ZERO);
    sentry.close();
  }

  private void report(long project, String key) {
    cyclops.accept(Event.store(project, key, JSON)).toCompletableFuture().join();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  @Test
  void bindTo_countsByOutcomeAndCategoryWhatCameBeforeToo() {
    report(1, "one");
    report(1, "one");
    report(1, "wrong");
    CyclopsMeters.of(cyclops, recorder).bindTo(registry);

    assertThat(counter("cyclops.events.received", "outcome", "processed", "category", "error"))
        .isEqualTo(1);
    assertThat(counter("cyclops.events.received", "outcome", "ignored", "category", "error"))
        .isEqualTo(1);
    assertThat(
            registry.get("cyclops.events.received").tag("outcome", "forbidden").functionCounters())
        .extracting(FunctionCounter::count)
        .contains(1.0);
    assertThat(counter("cyclops.events.dropped", "reason", "flood")).isEqualTo(1);
  }

  @Test
  void bindTo_everyNumberIsThatOfTheStats() {
    report(1, "one");
    Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> cyclops.stats().forwarded() == 1);
    CyclopsMeters.of(cyclops, recorder).bindTo(registry);
    CyclopsStats stats = cyclops.stats();

    assertThat(counter("cyclops.events.forwarded")).isEqualTo(1);
    assertThat(counter("cyclops.sends", "result", "succeeded"))
        .isEqualTo(stats.sends().succeeded());
    assertThat(gauge("cyclops.keys")).isEqualTo(2);
    assertThat(gauge("cyclops.keys.projects")).isEqualTo(2);
    assertThat(gauge("cyclops.keys.age")).isNaN();
    assertThat(gauge("cyclops.queue.max.size")).isEqualTo(stats.storage().maxBytes());
    assertThat(gauge("cyclops.queue.events", "state", "ready")).isZero();
    assertThat(gauge("cyclops.breaker.open")).isZero();
    assertThat(gauge("cyclops.events.unaccounted")).isZero();
    assertThat(gauge("cyclops.flood.groups")).isEqualTo(cyclops.followedGroups());
  }

  @Test
  void bindTo_takesTheTimesOfSendsByTheirEnd() {
    CyclopsMeters.of(cyclops, recorder).bindTo(registry);
    recorder.onSent(SendResult.answered(200, null, null), TimeUnit.MILLISECONDS.toNanos(40));
    recorder.onSent(SendResult.answered(500, null, null), TimeUnit.SECONDS.toNanos(2));
    recorder.onSent(SendResult.failed(Failure.TIMEOUT, ""), TimeUnit.SECONDS.toNanos(30));

    Timer success = registry.get("cyclops.sentry.response").tag("outcome", "success").timer();
    assertThat(success.count()).isEqualTo(1);
    assertThat(success.totalTime(TimeUnit.MILLISECONDS)).isCloseTo(40, within(0.001));
    assertThat(success.takeSnapshot().histogramCounts()).hasSize(12);
    assertThat(registry.get("cyclops.sentry.response").tag("outcome", "refused").timer().count())
        .isEqualTo(1);
    assertThat(registry.get("cyclops.sentry.response").tag("outcome", "no_answer").timer().count())
        .isEqualTo(1);
  }

  @Test
  void bindTo_tellsNoProjectApartUnlessAsked() {
    report(1, "one");
    CyclopsMeters.of(cyclops, recorder).bindTo(registry);

    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getTag("project"))
        .containsOnlyNulls();
  }

  @Test
  void bindTo_countsOtherProjectsTogether() {
    report(1, "one");
    report(1, "one");
    report(2, "two");
    CyclopsMeters.of(cyclops, recorder).withProjects(1).bindTo(registry);

    assertThat(counter("cyclops.project.events", "project", "1", "outcome", "processed"))
        .isEqualTo(1);
    assertThat(counter("cyclops.project.events", "project", "1", "outcome", "ignored"))
        .isEqualTo(1);
    assertThat(counter("cyclops.project.events", "project", "other", "outcome", "processed"))
        .isEqualTo(1);
    assertThat(registry.find("cyclops.project.events").tag("project", "2").meters()).isEmpty();
  }

  @Test
  void bindTo_givesAProjectThatComesLaterItsLabel() {
    CyclopsMeters.of(cyclops, recorder).withProjects(2).bindTo(registry);
    report(2, "two");

    Awaitility.await()
        .atMost(1, TimeUnit.MINUTES)
        .until(
            () -> {
              counter("cyclops.project.events", "project", "other", "outcome", "processed");
              return registry.find("cyclops.project.events").tag("project", "2").meters();
            },
            meters -> !meters.isEmpty());
    assertThat(counter("cyclops.project.events", "project", "2", "outcome", "processed"))
        .isEqualTo(1);
  }

  /** A label with a stranger's words, or one of many values, would be a flood of its own. */
  @Test
  void bindTo_hasFewLabelsAndUnitsInItsNames() {
    CyclopsMeters.of(cyclops, recorder).bindTo(registry);
    List<Meter.Id> ids =
        registry.getMeters().stream()
            .map(Meter::getId)
            // This registry's own, of a timer's buckets.
            .filter(id -> !id.getName().endsWith(".histogram"))
            .toList();

    assertThat(ids).hasSizeLessThan(300).allMatch(id -> id.getName().startsWith("cyclops."));
    assertThat(ids).allMatch(id -> id.getDescription() != null);
    assertThat(ids)
        .flatExtracting(Meter.Id::getTags)
        .extracting(tag -> tag.getKey())
        .containsOnly("outcome", "category", "reason", "result", "state");
    assertThat(ids)
        .filteredOn(id -> id.getTag("category") != null)
        .hasSize(Outcome.values().length * DataCategory.values().length);
  }

  @Test
  void bindTo_servesSeveralRegistries() {
    MeterRegistry other = new SimpleMeterRegistry();
    CyclopsMeters meters = CyclopsMeters.of(cyclops, recorder);
    meters.bindTo(registry);
    meters.bindTo(other);
    recorder.onSent(SendResult.answered(200, null, null), 1);

    assertThat(other.get("cyclops.sentry.response").tag("outcome", "success").timer().count())
        .isEqualTo(1);
    assertThat(registry.get("cyclops.sentry.response").tag("outcome", "success").timer().count())
        .isEqualTo(1);
    other.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, CyclopsMeters.MAX_PROJECTS + 1})
  void withProjects_refusesWhatIsNoBound(int max) {
    CyclopsMeters meters = CyclopsMeters.of(cyclops, recorder);

    assertThatThrownBy(() -> meters.withProjects(max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max is not within 0 to 200: " + max);
  }
}
