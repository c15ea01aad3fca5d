/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.undertow.operator.OperatorPage.Content;
import dev.cyclops.undertow.operator.OperatorPage.Request;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPageTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/plain",
        "application/openmetrics-text;q=0, text/plain",
        "application/openmetrics-text; version=1.0.0; q=0.00,*/*",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily"
      })
  void contentType_isThatOfPrometheus(String accept) {
    assertThat(MetricsPage.contentType(accept)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text",
        "Application/OpenMetrics-Text; version=1.0.0; charset=utf-8",
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
      })
  void contentType_isThatOfOpenMetricsWhereItIsNamed(String accept) {
    assertThat(MetricsPage.contentType(accept)).isEqualTo(OPEN);
  }

  @Test
  void answer_setsUpOnceAndWithTheFirstScrape() {
    AtomicInteger setups = new AtomicInteger();
    MetricsPage page =
        new MetricsPage(
            () -> {
              setups.incrementAndGet();
              return type -> "as " + type;
            });
    assertThat(setups).hasValue(0);

    assertThat(page.answer(new Request("", ""))).isEqualTo(new Content(TEXT, "as " + TEXT));
    assertThat(page.answer(new Request("", OPEN))).isEqualTo(new Content(OPEN, "as " + OPEN));
    assertThat(setups).hasValue(1);
  }

  @Test
  void answer_understandsNoQuery() {
    Content content = new MetricsPage(() -> type -> "").answer(new Request("name=x", ""));

    assertThat(content.status()).isEqualTo(400);
    assertThat(content.text()).doesNotContain("name=x");
  }
}
