/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import dev.cyclops.launcher.demo.Numbers.Rates;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** One line a second, for logs and pipes. */
final class PlainScreen implements Screen {
  private final PrintWriter out;
  private @Nullable Phase shown;

  PlainScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public long intervalMillis() {
    return 1000;
  }

  @Override
  public void draw(Phase phase, long second, Numbers now, Rates rates) {
    if (phase != shown) {
      shown = phase;
      out.printf(
          "%n%s  %s%n      %s%n", phase.title(), phase.whatHappens(), phase.whatCyclopsDoes());
    }
    out.printf(
        "%3d s  thrown %5d/s  ignored %5d/s  queued %4d  Sentry sees %3d/s  answers in %3d ms%n",
        second,
        rates.thrown(),
        rates.ignored(),
        now.queued(),
        rates.seen(),
        rates.responseMillis());
  }

  @Override
  public void end() {
    out.println();
  }
}
