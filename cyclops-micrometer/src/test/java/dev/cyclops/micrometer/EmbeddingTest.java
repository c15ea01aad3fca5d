/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md shows to those who embed a barrier. */
class EmbeddingTest {
  @Test
  void meters_areThoseOfTheBarrier() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    // tag::bind
    CyclopsRecorder recorder = new CyclopsRecorder();
    Cyclops cyclops =
        Cyclops.builder()
            .sentry("http://sentry.internal:9000")
            .keys(KeySource.of(new ProjectKey(1, "public", null)))
            .metrics(recorder)
            .build()
            .start();
    CyclopsMeters.of(cyclops, recorder).withProjects(20).bindTo(registry);
    // end::bind
    cyclops.accept(Event.store(1, "public", "{}".getBytes())).toCompletableFuture().join();

    assertThat(
            registry.get("cyclops.events.received").tag("outcome", "processed").functionCounters())
        .anyMatch(counter -> counter.count() == 1);
    cyclops.close(Duration.ZERO);
    registry.close();
  }
}
