/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import dev.cyclops.undertow.operator.OperatorPage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers a scrape: in the text format of Prometheus, or in that of OpenMetrics where it is asked
 * for. The first scrape switches on what costs something, such as taking the time of requests: who
 * has no Prometheus pays for none. Thread-safe.
 */
public final class MetricsPage implements OperatorPage {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** What can be scraped. */
  @FunctionalInterface
  public interface Scrape {
    /**
     * All metrics as of now.
     *
     * @param contentType of the two formats one
     * @return the text in that format
     */
    String text(String contentType);
  }

  private final Supplier<Scrape> setup;
  private @Nullable Scrape scrape;

  /**
   * A page.
   *
   * @param setup is run with the first scrape, once
   */
  public MetricsPage(Supplier<Scrape> setup) {
    this.setup = setup;
  }

  @Override
  public synchronized Content answer(Request request) {
    if (!request.query().isEmpty()) {
      return new Content(400, "text/plain; charset=utf-8", "no query is understood here\n");
    }
    if (scrape == null) {
      scrape = setup.get();
    }
    String type = contentType(request.accept());
    return new Content(type, scrape.text(type));
  }

  /** OpenMetrics for who names it and does not refuse it; Prometheus names both. */
  static String contentType(String accept) {
    for (String range : accept.split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equalsIgnoreCase(OPEN_METRICS) && !isRefused(parts)) {
        return OPEN_METRICS_TYPE;
      }
    }
    return TEXT_TYPE;
  }

  private static boolean isRefused(String[] parts) {
    for (String part : parts) {
      if (part.strip().matches("[qQ]=0(\\.0{0,3})?")) {
        return true;
      }
    }
    return false;
  }
}
