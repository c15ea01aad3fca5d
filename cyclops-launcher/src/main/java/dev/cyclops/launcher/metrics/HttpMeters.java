/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import dev.cyclops.undertow.CyclopsServer;
import dev.cyclops.undertow.HttpStats;
import dev.cyclops.undertow.RefusalReason;
import dev.cyclops.undertow.RequestKind;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The public port. From the binding on, the time of each request is taken. Thread-safe. */
public final class HttpMeters implements MeterBinder {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private static final int STATUS_CLASSES = 6;
  private static final String BYTES = "bytes";

  private final CyclopsServer server;

  /**
   * The meters of a server.
   *
   * @param server running or not
   */
  public HttpMeters(CyclopsServer server) {
    this.server = server;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "connections", null, "Connections that are open", HttpStats::connections);
    gauge(
        registry,
        "max.connections",
        null,
        "The bound on that; over it new ones wait to be accepted",
        HttpStats::maxConnections);
    gauge(
        registry,
        "waiting.requests",
        null,
        "Requests that are being read, or wait for the barrier or for Sentry",
        HttpStats::requests);
    gauge(
        registry,
        "reading.size",
        BYTES,
        "What requests hold that are being read, in bytes",
        HttpStats::readingBytes);
    gauge(
        registry,
        "reading.max.size",
        BYTES,
        "The bound on that, in bytes",
        HttpStats::maxReadingBytes);
    FunctionCounter.builder("cyclops.http.body", server, http -> http.stats().bodyBytes())
        .baseUnit(BYTES)
        .description("Whole bodies of events, as they came, in bytes")
        .register(registry);
    for (RefusalReason reason : RefusalReason.values()) {
      FunctionCounter.builder(
              "cyclops.http.refused", server, http -> http.stats().refused().get(reason))
          .tag("reason", reason.label())
          .description("Requests refused before their event was looked at, by reason")
          .register(registry);
    }
    Timers timers = new Timers(registry);
    server.onRequest(timers::record);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      @Nullable String unit,
      String meaning,
      ToDoubleFunction<HttpStats> number) {
    Gauge.builder("cyclops.http." + name, server, http -> number.applyAsDouble(http.stats()))
        .baseUnit(unit)
        .description(meaning)
        .register(registry);
  }

  /** A timer for each kind and class of status, made when there is such a request. */
  private static final class Timers {
    private final MeterRegistry registry;
    private final Map<RequestKind, AtomicReferenceArray<@Nullable Timer>> timers =
        new EnumMap<>(RequestKind.class);

    Timers(MeterRegistry registry) {
      this.registry = registry;
      for (RequestKind kind : RequestKind.values()) {
        timers.put(kind, new AtomicReferenceArray<>(STATUS_CLASSES));
      }
    }

    void record(RequestKind kind, int status, long nanos) {
      int statusClass = Math.min(Math.max(status / 100, 0), STATUS_CLASSES - 1);
      AtomicReferenceArray<@Nullable Timer> ofKind = Objects.requireNonNull(timers.get(kind));
      Timer timer = ofKind.getAcquire(statusClass);
      if (timer == null) {
        timer = register(kind, statusClass);
        ofKind.setRelease(statusClass, timer);
      }
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Answers the same one when it is asked twice. */
    private Timer register(RequestKind kind, int statusClass) {
      return Timer.builder("cyclops.http.request.duration")
          .description(
              "From the head of a request to the end of its answer, since the first scrape")
          .tag("route", kind.label())
          .tag("status", statusClass + "xx")
          .serviceLevelObjectives(BUCKETS)
          .register(registry);
    }
  }
}
