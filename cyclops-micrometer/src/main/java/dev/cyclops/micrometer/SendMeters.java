/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.CyclopsStats;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What goes to Sentry, how that ends, and the pace of it. */
final class SendMeters {
  /** From a Sentry next door to the longest that is waited for one by default. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private static final double MILLIS_PER_SECOND = 1000;

  private SendMeters() {}

  static void bind(Meters<CyclopsStats> meters, CyclopsRecorder recorder) {
    results(meters);
    pace(meters);
    time(meters.registry(), recorder);
  }

  private static void results(Meters<CyclopsStats> meters) {
    meters.counter("cyclops.events.forwarded", "Events that Sentry took", CyclopsStats::forwarded);
    result(meters, "succeeded", SendStats::succeeded);
    result(meters, "rejected", SendStats::rejected);
    result(meters, "refused", SendStats::refused);
    result(meters, "rate_limited", SendStats::rateLimited);
    result(meters, "error", SendStats::errors);
    result(meters, "unavailable", SendStats::unavailable);
    result(meters, "unreachable", SendStats::unreachable);
    result(meters, "reset", SendStats::resets);
    result(meters, "timeout", SendStats::timeouts);
    result(meters, "untrusted", SendStats::untrusted);
    result(meters, "redirected", SendStats::redirected);
    result(meters, "thrown_back", SendStats::thrownBack);
    meters.counter(
        "cyclops.send.probes",
        "Sends that looked whether Sentry is back",
        stats -> stats.sends().probes());
    meters.counter(
        "cyclops.send.retries",
        "Sends that ended with the event being put back, to be sent again",
        stats -> stats.sends().retries());
    meters.counter(
        "cyclops.send.own",
        "Requests of our own, such as client reports, which are no events",
        stats -> stats.sends().own());
  }

  private static void result(
      Meters<CyclopsStats> meters, String result, ToDoubleFunction<SendStats> number) {
    meters.counter(
        "cyclops.sends",
        "Requests to Sentry, by how they ended",
        stats -> number.applyAsDouble(stats.sends()),
        "result",
        result);
  }

  private static void pace(Meters<CyclopsStats> meters) {
    meters.gauge(
        "cyclops.sends.in.flight",
        "Requests to Sentry that have not ended",
        CyclopsStats::inFlight);
    meters.gauge(
        "cyclops.pace.in.flight.limit",
        "How many requests the pace allows in flight; NaN where it has no such limit",
        stats -> Meters.orNan(stats.pace().maxInFlight()));
    meters.gauge(
        "cyclops.pace.sends.per.second",
        "How many requests a second the pace allows; NaN where it has no such limit",
        stats -> Meters.orNan(stats.pace().perSecond()));
    meters.gaugeOf(
        "seconds",
        "cyclops.pace.base.response",
        "The response time that the pace takes for Sentry's own, without a queue",
        stats -> Meters.orNan(stats.pace().baseMillis()) / MILLIS_PER_SECOND);
    meters.gauge(
        "cyclops.breaker.open",
        "1 while Sentry is left alone but for probes, else 0",
        stats -> Meters.bit(stats.breaker().open()));
    meters.counter(
        "cyclops.breaker.openings",
        "How often the breaker has opened",
        stats -> stats.breaker().openings());
  }

  private static void time(MeterRegistry registry, CyclopsRecorder recorder) {
    Timer success = timer(registry, "success");
    Timer refused = timer(registry, "refused");
    Timer failed = timer(registry, "no_answer");
    recorder.onSent(
        (result, nanos) ->
            timer(result, success, refused, failed).record(nanos, TimeUnit.NANOSECONDS));
  }

  private static Timer timer(SendResult result, Timer success, Timer refused, Timer failed) {
    if (result.isSuccess()) {
      return success;
    }
    return result.status() > 0 ? refused : failed;
  }

  private static Timer timer(MeterRegistry registry, String outcome) {
    return Timer.builder("cyclops.sentry.response")
        .description("How long requests to Sentry took, since the meters were bound")
        .tag("outcome", outcome)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
