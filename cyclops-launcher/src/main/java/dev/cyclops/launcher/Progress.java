/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How far something long has come, on the error stream: on a terminal one line that is drawn anew
 * in place and gone at the end, elsewhere a line every ten seconds. What is over within half a
 * second shows nothing. Thread-safe.
 */
final class Progress implements AutoCloseable {
  /** Where it is seen. */
  enum Place {
    TERMINAL(500, 100),
    LINES(10_000, 10_000),
    NOWHERE(Long.MAX_VALUE, Long.MAX_VALUE);

    private final long firstMillis;
    private final long everyMillis;

    Place(long firstMillis, long everyMillis) {
      this.firstMillis = firstMillis;
      this.everyMillis = everyMillis;
    }
  }

  private static final String ERASE = "\r\u001B[K";
  private static final String SPINNER = "|/-\\";
  private static final int BAR = 20;

  /** Of a terminal whose width nobody tells. */
  private static final int WIDTH = 79;

  private static final long TICK_MILLIS = 100;

  private final Place place;
  private final PrintWriter err;
  private final LongSupplier nanoClock;
  private final String what;
  private final long startNanos;

  private long nextNanos;
  private long all = -1;
  private long done;
  private long before;
  private String unit = "";
  private String detail = "";
  private int drawn;
  private int turn;
  private boolean over;

  Progress(Place place, PrintWriter err, LongSupplier nanoClock, String what) {
    this.place = place;
    this.err = err;
    this.nanoClock = nanoClock;
    this.what = what;
    startNanos = nanoClock.getAsLong();
    nextNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(Math.min(place.firstMillis, 1L << 40));
  }

  /** One that is drawn by itself as time passes. */
  static Progress begin(CommandSpec spec, String what) {
    Place place = TerminalOptions.of(spec).progress();
    Progress progress = new Progress(place, spec.commandLine().getErr(), System::nanoTime, what);
    if (place != Place.NOWHERE) {
      Thread thread = new Thread(progress::drawUntilOver, "cyclops-progress");
      thread.setDaemon(true);
      thread.start();
    }
    return progress;
  }

  private synchronized void drawUntilOver() {
    try {
      while (!over) {
        draw();
        wait(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How much there is to do.
   *
   * @param unit what is counted, in the plural
   */
  synchronized Progress of(long all, String unit) {
    this.all = all;
    this.unit = unit;
    return this;
  }

  /** How much there is to do; -1 where nobody knows. */
  synchronized long total() {
    return all;
  }

  /** What is counted, where nobody knows how much there is. */
  synchronized Progress counting(String unit) {
    this.unit = unit;
    return this;
  }

  /** How much was done before it began: it has no part in the rate. */
  synchronized Progress from(long before) {
    this.before = before;
    return this;
  }

  /** So much is done; drawn if it is time to. */
  synchronized void at(long done) {
    this.done = done;
    draw();
  }

  /** What it is waiting for now, in a few words; empty when there is nothing to tell. */
  synchronized void detail(String words) {
    detail = words;
    draw();
  }

  /** Prints a line above it. */
  synchronized void say(String line) {
    erase();
    err.println(line);
    err.flush();
    draw();
  }

  /** Does something that prints elsewhere on the same terminal. */
  synchronized void aside(Runnable printing) {
    erase();
    printing.run();
  }

  /** A stream for what others write meanwhile, such as a log: it is never within the line. */
  PrintStream beside(PrintStream stream) {
    return new PrintStream(stream, true) {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        synchronized (Progress.this) {
          erase();
          super.write(bytes, offset, length);
          flush();
        }
      }
    };
  }

  private void erase() {
    if (drawn > 0) {
      err.print(ERASE);
      err.flush();
      drawn = 0;
    }
  }

  private void draw() {
    long now = nanoClock.getAsLong();
    if (over || place == Place.NOWHERE || now - nextNanos < 0) {
      return;
    }
    nextNanos = now + TimeUnit.MILLISECONDS.toNanos(place.everyMillis);
    String line = line(now - startNanos);
    if (place == Place.LINES) {
      err.println(line);
    } else {
      String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
      err.print(ERASE + cut);
      drawn = cut.length();
    }
    err.flush();
  }

  private String line(long nanos) {
    StringBuilder line = new StringBuilder();
    if (place == Place.TERMINAL && all <= 0) {
      line.append(SPINNER.charAt(turn++ % SPINNER.length())).append(' ');
    }
    line.append(what);
    double seconds = nanos / 1e9;
    double rate = seconds > 0 ? (done - before) / seconds : 0;
    if (all > 0) {
      int percent = (int) Math.max(0, Math.min(100, 100 * done / all));
      int full = BAR * percent / 100;
      line.append("  [").append("#".repeat(full)).append("-".repeat(BAR - full)).append("] ");
      line.append(String.format(Locale.ROOT, "%3d %%  %d of %d %s", percent, done, all, unit));
    } else if (!unit.isEmpty()) {
      line.append(String.format(Locale.ROOT, "  %d %s", done, unit));
    }
    if (!unit.isEmpty() && rate > 0) {
      line.append(String.format(Locale.ROOT, rate < 10 ? "  %.1f/s" : "  %.0f/s", rate));
    }
    if (all > done && rate > 0) {
      line.append("  ").append(time((all - done) / rate)).append(" left");
    } else {
      line.append("  ").append(time(seconds));
    }
    return detail.isEmpty() ? line.toString() : line.append("  ").append(detail).toString();
  }

  /** A time in words. */
  static String time(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }

  /** Ends it; the line is gone from a terminal. */
  @Override
  public synchronized void close() {
    if (!over) {
      erase();
      over = true;
      notifyAll();
    }
  }
}
