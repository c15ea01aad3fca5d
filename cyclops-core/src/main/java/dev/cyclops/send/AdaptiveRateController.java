/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

/**
 * A limit on requests in flight that keeps Sentry busy without a queue: {@code limit = gain * rate
 * * base}, where {@code rate * base} is how many were being worked on (Little's law).
 */
final class AdaptiveRateController implements RateController {
  private static final double GAIN = 1.2;
  private static final double LOW = 0.75;
  private static final double NFULL = 400;
  private static final double NCHECK = 150;
  private static final double WINDOW = 16;
  private static final double HOT = 1.5;
  private static final double CALM = 1.08;
  private static final double CAP = 500;
  private static final double EVERY = 16;
  private static final double FULL = 3;
  private static final double NW = 1;
  private static final double EMIN = 12;
  private static final double SKIP = 0.5;
  private static final double SEEKCAP = 16;
  private static final double SURE = 5;
  private static final double OPT = 1;
  private static final double ALARM = 6;
  private static final double AMAX = 24;
  private static final double FALL = .75;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final int maxLimit;
  private double limit = 1;
  private double base;
  private double weight;
  private double variation = 0.33;
  private boolean seeking = true;
  private int streak;
  private int rounds;
  private double checkedLimit;

  private double suspicion;
  private double resume;
  private int wanted;
  private int started;
  private int done;
  private long from;
  private long to;

  private int inFlight;
  private double dither;
  private long last;
  private double skip;
  private boolean drain;
  private int n;
  private double area;
  private double time;
  private double sum;
  private double squares;
  private double fast;
  private double fastCount;

  AdaptiveRateController(int maxLimit) {
    this.maxLimit = maxLimit;
  }

  private void advance(long now) {
    if (skip <= 0 && !drain) {
      area += (double) inFlight * (now - last);
      time += now - last;
    }
    last = now;
  }

  @Override
  public void onStart(long nowNanos) {
    advance(nowNanos);
    inFlight++;
    if (started < wanted) {
      if (started++ == 0) {
        from = nowNanos;
      }
      to = nowNanos;
    }
  }

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    return inFlight < (int) (limit + dither) ? 0 : WAIT_FOR_ANSWER;
  }

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {
    advance(nowNanos);
    inFlight--;
    dither = (dither + GOLDEN) % 1;
    if (wanted > 0) {
      if (started > 0 && startNanos - from >= 0 && to - startNanos >= 0) {
        if (outcome == Outcome.SUCCESS) {
          count((double) (nowNanos - startNanos));
          done++;
        } else {
          started--;
        }
      }
      if (done == wanted) {
        conclude();
      } else if (started == wanted && suspicion == 0 && nowNanos - to > 0) {
        limit = resume;
      }
      return;
    }
    if (outcome != Outcome.SUCCESS) {
      return;
    }
    if (drain) {
      drain = inFlight >= limit;
      return;
    }
    if (skip > 0) {
      skip--;
      return;
    }
    double nanos = (double) (nowNanos - startNanos);
    count(nanos);
    if (weight == 0) {
      base = area / n;
    }
    if (++fastCount > 0) {
      fast += (Math.min(nanos, 10 * base) - fast) / Math.min(fastCount, window());
    }
    run(area / n / base, Math.sqrt((variation + .16 * limit / n) / n));
  }

  private void count(double nanos) {
    nanos = base == 0 ? nanos : Math.min(nanos, 10 * base);
    n++;
    sum += nanos;
    squares += nanos * nanos;
  }

  private void run(double ratio, double error) {
    double used = area / time;
    if (seeking) {
      seek(ratio, error, used);
      return;
    }
    double quick = fast / base;
    double quickError = Math.sqrt(variation / Math.min(fastCount, 2 * window()));
    boolean sure = fastCount >= 4 && Math.abs(Math.log(quick / GAIN)) > SURE * both(quickError);
    if (sure && quick > 1.7) {
      startCheck(used / quick, quick);
      return;
    }
    if (sure && quick < 0.55 && fastCount >= 16) {
      startCheck(limit / GAIN, 0);
      return;
    }
    if (n < full()
        && !(n >= Math.max(EMIN, 2 * limit)
            && Math.abs(Math.log(ratio / GAIN)) > Math.max(.15, 4 * both(error)))) {
      return;
    }
    if (n >= full()) {
      measureVariation();
    }
    rounds++;
    double useful = used / ratio;
    double wish = (GAIN + OPT * both(error)) * useful;
    if (used < 0.75 * limit) {
      streak = 0;
      next(ratio > 1.3 ? Math.min(limit, wish) : limit);
    } else if (ratio < 0.85) {
      startCheck(limit / GAIN, 0);
    } else if (ratio < CALM) {
      streak++;
      next(limit * (streak > 2 ? 2 : streak > 1 ? 1.5 : 1.25));
    } else if ((ratio > 1.45 && streak == 0) || wish < FALL * checkedLimit) {
      startCheck(useful, Math.max(ratio, 1.45));
    } else if (rounds > 2 + weight / EVERY) {
      startCheck(useful, 0);
    } else {
      streak = 0;
      next(wish);
    }
  }

  private void seek(double ratio, double error, double used) {
    boolean early = fastCount >= 4 && fast / base > 2.5;
    if (n < Math.max(weight == 0 ? Math.min(16, 2 + 4 * limit) : 8, limit) && !early) {
      return;
    }
    if (used < 0.75 * limit) {
      next(limit);
    } else if (weight == 0 || ratio < Math.min(1.8, Math.max(HOT, 1 + 3 * both(error)))) {
      if (ratio < 1.2) {
        learn(area / n, n, SEEKCAP);
      }
      next(limit * 2);
    } else {
      seeking = false;
      rounds = 2;
      checkedLimit = 0;
      next(GAIN * used / Math.max(ratio, early ? fast / base : 0));
    }
  }

  private void conclude() {
    double mean = sum / n;
    double ratio = mean / base;
    double both = both(Math.sqrt(variation / n));
    boolean same = ratio < (suspicion == 0 ? 1 + 3 * both : Math.sqrt(suspicion));
    wanted = 0;
    rounds = 0;
    if (!same && suspicion == 0) {
      startCheck(resume / GAIN, ratio);
      return;
    }
    double old = base;
    if (same && ratio > 1 - 3 * both) {
      if (n > 30) {
        measureVariation();
      }
      learn(mean, n, CAP);
    } else {
      base = mean;
      weight = n;
    }
    if (same) {
      checkedLimit = suspicion == 0 ? limit : GAIN * resume * Math.min(1, base / old);
      next(checkedLimit);
      skip = SKIP * limit;
    } else {
      seeking = true;
      next(limit * 2);
    }
  }

  private double both(double error) {
    return Math.sqrt(error * error + variation / Math.max(weight, 1));
  }

  private double full() {
    return Math.max(
        FULL * limit, Math.max(32, Math.min(Math.min(512, NW * weight + 8), variation * NFULL)));
  }

  private double window() {
    return Math.max(WINDOW, limit / 2);
  }

  private void learn(double mean, int count, double cap) {
    base = (base * weight + mean * count) / (weight + count);
    weight = Math.min(cap, weight + count);
  }

  private void measureVariation() {
    double mean = sum / n;
    double now = Math.max(0.05, Math.min(4, squares / n / mean / mean - 1));
    variation += (now - variation) * Math.min(.5, n / 256.0);
  }

  private void startCheck(double useful, double ratio) {
    streak = 0;
    suspicion = ratio;
    started = 0;
    done = 0;
    double half = Math.log(ratio) / 2;
    wanted =
        (int)
            (ratio == 0
                ? Math.max(16, Math.min(96, variation * NCHECK))
                : Math.max(5, Math.min(AMAX, ALARM * variation / half / half)));
    next(LOW * useful);
    resume = ratio == 0 ? GAIN * useful : useful;
  }

  private void next(double newLimit) {
    double old = limit;
    limit = Math.max(1, Math.min(maxLimit, newLimit));
    n = 0;
    area = 0;
    time = 0;
    sum = 0;
    squares = 0;
    if (Math.abs(limit - old) > .1 * old) {
      fast = 0;
      fastCount = -Math.max(limit, inFlight);
      skip = limit > old ? SKIP * limit : 0;
      drain = inFlight > limit;
    }
  }
}
