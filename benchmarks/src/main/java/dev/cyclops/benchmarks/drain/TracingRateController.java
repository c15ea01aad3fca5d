/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import dev.cyclops.send.RateController;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Writes down what a controller says of itself, fifty times a second: seconds since the first send,
 * sends in flight, response time of the last answer in milliseconds, its {@code toString}.
 */
final class TracingRateController implements RateController {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final RateController controller;
  private final PrintWriter out;
  private long beginNanos;
  private long lineNanos;
  private int inFlight;

  TracingRateController(RateController controller, Path file) {
    this.controller = controller;
    try {
      out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onStart(long nowNanos) {
    if (beginNanos == 0) {
      beginNanos = nowNanos;
      lineNanos = nowNanos;
    }
    inFlight++;
    controller.onStart(nowNanos);
  }

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {
    inFlight--;
    controller.onResult(startNanos, nowNanos, outcome);
    if (nowNanos - lineNanos >= EVERY_NANOS) {
      lineNanos = nowNanos;
      out.printf(
          Locale.ROOT,
          "%.3f %d %.2f %s %s%n",
          (nowNanos - beginNanos) / 1e9,
          inFlight,
          (nowNanos - startNanos) / 1e6,
          outcome,
          controller);
      out.flush();
    }
  }

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    return controller.nanosUntilSend(nowNanos, inFlight);
  }
}
