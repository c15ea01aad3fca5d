/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/**
 * A limit on requests in flight that keeps Sentry busy and its queue empty. By Little's law {@code
 * ratio = mean in flight * seconds / answers / base}, where base is the response time without a
 * queue: 1 while nothing waits, 1.2 when a sixth does. {@code useful = mean in flight / ratio} are
 * being worked on, and {@code limit = (1.15 + 2.5 * doubt) * useful}; doubt is the standard error
 * of base, so that too low a base starves nobody. Fractions of it are spread over time. States:
 *
 * <ul>
 *   <li>SEEK, at first, when base has risen, and when much less is useful than was once and there
 *       is no queue: doubles each round while there is none.
 *   <li>HOLD: the formula after each round; without a queue it grows by a quarter, then faster.
 *       What is far off, and every so many rounds, leads to a check; but too long times must last
 *       for a second: pauses and noise pass, and a lower limit would only send less meanwhile.
 *   <li>CHECK: base is the mean of some requests that start with at most 0.85 * useful in flight.
 *       Usually the limit is back before they are answered. On suspicion fewer tell a queue (base
 *       is as it was: workers are gone, or have company) from a slower Sentry (higher: seek).
 * </ul>
 */
final class AdaptiveRateController implements RateController {
  private static final double GAIN = 1.15;
  private static final double PATIENCE = 1e9; // with what may pass by itself

  private final IntSupplier maxInFlight;
  private int maxLimit;
  private double limit = 1;
  private int inFlight;
  private double dither;
  private double base = Double.MAX_VALUE;
  private double weight; // samples behind base
  private double variation = 0.33; // of response times, squared
  private boolean seeking = true;
  private int streak; // rounds without a queue
  private double peak; // the most that was useful, until it was sought again in vain
  private int rounds; // since the last check
  private double trouble; // how long there has been more waiting than there should be
  private double skip; // answers until the round begins
  private int answers; // in the round
  private double area; // in flight, by time
  private double nanos;
  private long lastNanos;
  private double recent; // moving mean of response times
  private double recentCount;
  private double useful; // when the check began
  private double suspicion; // the ratio that led to it, 1 for none
  private int wanted; // 0 outside of a check
  private int started;
  private int done;
  private double sum;
  private long firstStart;
  private long lastStart;

  AdaptiveRateController(IntSupplier maxInFlight) {
    this.maxInFlight = maxInFlight;
    follow();
  }

  /** The bound may be another one than before. */
  private void follow() {
    int max = maxInFlight.getAsInt();
    if (max < 1) {
      throw new IllegalArgumentException("maxInFlight < 1: " + max);
    }
    if (max == maxLimit) {
      return;
    }
    maxLimit = max;
    peak = Math.min(peak, max); // else it would be looked for above the bound
    if (limit > max) {
      next(max); // what was measured so far was with more
    }
  }

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    follow();
    return inFlight < (int) (limit + dither) ? 0 : WAIT_FOR_ANSWER;
  }

  @Override
  public void onStart(long nowNanos) {
    pass(nowNanos);
    inFlight++;
    if (started < wanted) {
      firstStart = started++ == 0 ? nowNanos : firstStart;
      lastStart = nowNanos;
    }
  }

  @Override
  public Pace pace() {
    OptionalDouble known = weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(base / 1e6);
    return Pace.inFlight(limit, known);
  }

  private boolean pass(long nowNanos) {
    boolean settled = skip <= 0 && inFlight <= limit + 1;
    area += settled ? (double) inFlight * (nowNanos - lastNanos) : 0;
    nanos += settled ? nowNanos - lastNanos : 0;
    lastNanos = nowNanos;
    return settled;
  }

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {
    boolean settled = pass(nowNanos);
    inFlight--;
    dither = (dither + 0.618034) % 1; // the golden ratio: no two alike come close
    int success = outcome == Outcome.SUCCESS ? 1 : 0;
    area -= success == 1 ? 0 : Math.min(nanos, (double) (nowNanos - startNanos));
    double time = Math.min((double) (nowNanos - startNanos), 10 * base); // no more, if it hung
    if (wanted > 0) {
      if (started > 0 && startNanos - firstStart >= 0 && lastStart - startNanos >= 0) {
        sum += success * time;
        done += success;
        started -= 1 - success;
      }
      if (done == wanted) {
        conclude();
      } else if (started == wanted && suspicion == 1 && nowNanos - lastStart > 0) {
        limit = Math.min(maxLimit, Math.max(1, GAIN * useful));
      }
    } else if (settled && success == 1) {
      count(time);
    } else {
      skip -= success;
    }
  }

  private void count(double time) {
    answers++;
    base = weight == 0 ? area / answers : base;
    recent +=
        ++recentCount > 0 ? (time - recent) / Math.min(recentCount, Math.max(16, limit / 2)) : 0;
    if (recentCount > 8) {
      variation += (Math.min(9, Math.pow(time / recent - 1, 2)) - variation) / 128;
    }
    double doubt = Math.sqrt(variation / Math.max(1, weight));
    double ratio = area / answers / base;
    double error = Math.sqrt((variation + 0.16 * limit / answers) / answers + doubt * doubt);
    double enough =
        seeking || limit < 0.5 * peak
            ? Math.max(limit, weight == 0 ? Math.min(16, 2 + 4 * limit) : 8)
            : Math.max(3 * limit, Math.min(400 * variation, 32 << Math.min(rounds, 4)));
    boolean far = !seeking && Math.abs(Math.log(ratio / GAIN)) > Math.max(0.15, 4 * error);
    if (answers >= enough || (far && answers >= Math.max(12, 2 * limit))) {
      adjust(area / nanos, ratio, error, doubt);
    }
  }

  private void adjust(double used, double ratio, double error, double doubt) {
    boolean troubled = !seeking && streak == 0 && ratio > 1.45;
    boolean patient = trouble + nanos < PATIENCE || trouble == 0;
    trouble = troubled ? trouble + nanos : 0;
    boolean over = !seeking && limit < 0.5 * peak && ratio < 1.3; // what made it fall
    if (over || (troubled && patient)) {
      seeking = over;
      next(over ? 2 * limit : limit);
      return;
    }
    rounds++;
    peak += seeking ? 0 : Math.max(0, used / Math.max(1, ratio) - peak) / 2;
    double calm = seeking ? Math.min(2.2, Math.max(1.5, 1 + 3 * error)) : 1.08 + doubt;
    if (used < 0.75 * limit) { // there was not enough to send
      next(limit / Math.max(1, ratio - 0.3));
    } else if (weight == 0 || (ratio < calm && (seeking || ratio > 0.85))) {
      if (seeking && ratio < 1.2 && weight < 16) {
        learn(area / answers, answers, 16);
      }
      next(limit * (seeking ? 2 : Math.min(2, 1 + 0.125 * (2 << Math.min(streak++, 2)))));
    } else if (!seeking && ratio > 1.45 && streak == 0) {
      check(used / Math.min(3, ratio), Math.min(3, ratio));
    } else if (seeking || ratio < 0.85 || rounds > 2 + weight / 16) {
      peak *= seeking ? 0.7 : 1;
      check(Math.min(used / ratio, limit / GAIN), 1);
    } else {
      streak = 0;
      next(used / ratio * (GAIN + 2.5 * doubt * Math.max(0, 1 - ratio / used)));
    }
  }

  private void check(double useful, double suspicion) {
    this.useful = useful;
    this.suspicion = suspicion;
    seeking = false;
    sum = started = done = streak = 0;
    wanted =
        suspicion == 1
            ? (int) Math.max(24, Math.min(96, Math.min(8 * useful, 150 * variation)))
            : (int) Math.max(12, Math.min(24, 24 * variation / Math.pow(Math.log(suspicion), 2)));
    next(0.6 * useful + Math.min(0.25 * useful, suspicion == 1 ? limit : 0.7));
  }

  private void conclude() {
    double ratio = sum / done / base;
    double error = Math.sqrt(variation / done + variation / weight);
    trouble = wanted = rounds = 0;
    seeking = ratio > (suspicion == 1 ? 1 + 3 * error : Math.sqrt(suspicion));
    if (seeking && suspicion == 1) {
      check(useful, ratio);
      return;
    }
    weight = seeking || ratio < 1 - 3 * error ? 0 : weight;
    learn(sum / done, done, 500);
    next(seeking ? 2 * limit : suspicion == 1 ? limit : GAIN * useful);
  }

  private void learn(double mean, int count, int maxWeight) {
    base = weight == 0 ? mean : (base * weight + mean * count) / (weight + count);
    weight = Math.min(maxWeight, weight + count);
  }

  private void next(double newLimit) {
    double old = limit;
    limit = Math.min(maxLimit, Math.max(1, newLimit));
    area = nanos = answers = 0;
    skip = limit / 2;
    recentCount = Math.abs(limit - old) > 0.1 * old ? -Math.max(limit, inFlight) : recentCount;
  }
}
