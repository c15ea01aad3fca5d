/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.plugin.UsedPlugin;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PluginMetersTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicLong failures = new AtomicLong(2);
  private final AtomicLong callNanos = new AtomicLong();

  private void bind() {
    new PluginMeters(
            List.of(
                new UsedPlugin("storage", "mine", failures::get, Optional.of(callNanos::get)),
                new UsedPlugin("cache", "mine", () -> 0, Optional.empty()),
                new UsedPlugin("content_codec", "snappy", () -> 7, Optional.empty())))
        .bindTo(registry);
  }

  @Test
  void bindTo_countsTheFailuresOfEachByKindAndName() {
    bind();
    failures.incrementAndGet();

    assertThat(registry.scrape(TEXT).lines())
        .contains(
            "# TYPE cyclops_plugin_failures_total counter",
            "cyclops_plugin_failures_total{kind=\"cache\",plugin=\"mine\"} 0.0",
            "cyclops_plugin_failures_total{kind=\"content_codec\",plugin=\"snappy\"} 7.0",
            "cyclops_plugin_failures_total{kind=\"storage\",plugin=\"mine\"} 3.0");
    assertThat(registry.scrape(OPEN).lines())
        .contains(
            "# TYPE cyclops_plugin_failures counter",
            "cyclops_plugin_failures_total{kind=\"storage\",plugin=\"mine\"} 3.0");
  }

  @Test
  void bindTo_tellsHowLongACallOfTheLoopHasTaken() {
    bind();
    callNanos.set(12_500_000_000L);

    String sample = "cyclops_plugin_loop_call_age_seconds{kind=\"storage\",plugin=\"mine\"} 12.5";
    for (String format : List.of(TEXT, OPEN)) {
      assertThat(registry.scrape(format).lines())
          .contains("# TYPE cyclops_plugin_loop_call_age_seconds gauge", sample)
          .filteredOn(line -> line.startsWith("cyclops_plugin_loop_call_age_seconds"))
          .containsExactly(sample);
    }
  }

  @Test
  void bindTo_hasNoMeterWithoutAPlugin() {
    new PluginMeters(List.of()).bindTo(registry);

    assertThat(registry.getMeters()).isEmpty();
  }
}
