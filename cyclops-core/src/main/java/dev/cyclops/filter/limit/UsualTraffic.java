/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.limit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many events of a project passed in each hour of the last week, and what limit follows from
 * it; the formula stands at {@code ProjectLimits}. Takes {@value #HOURS} numbers of 32 bits. Not
 * thread-safe. Public for the limiter, in a package that is not exported.
 */
public final class UsualTraffic {
  /** Seven days, and an hour on both sides of the oldest. */
  static final int HOURS = 7 * 24 + 2;

  static final double FACTOR = 5;

  /** In events an hour: one a second. Smaller projects are never cut. */
  static final double FLOOR = 3600;

  private static final int SECONDS_AN_HOUR = 3600;

  /** A burst of the sixth part of an hour. */
  private static final double BURSTS_AN_HOUR = 6;

  private final int[] passed;

  /** The first hour that was seen whole, in hours since the epoch. */
  private long first;

  /** The hour at hand, which is not in {@link #passed} yet. */
  private long hour;

  /** The last hour in which there was an event. */
  private long lastHeard;

  private long sum;

  /**
   * Nothing is known yet.
   *
   * @param hour the hour at hand, in hours since the epoch
   */
  public UsualTraffic(long hour) {
    this(hour + 1, hour, hour, new int[HOURS]);
  }

  UsualTraffic(long first, long hour, long lastHeard, int[] passed) {
    this.first = first;
    this.hour = hour;
    this.lastHeard = lastHeard;
    this.passed = passed;
    sum = Arrays.stream(passed).asLongStream().sum();
  }

  /**
   * The hour at hand is over.
   *
   * @param count how many events passed since the last call
   * @param next the hour that begins; what lies between was quiet
   */
  public void next(long count, long next) {
    if (count > 0) {
      lastHeard = hour;
    }
    // The first hour of a project is hardly ever a whole one.
    put(hour, hour < first ? 0 : (int) Math.min(Integer.MAX_VALUE, count));
    for (long quiet = Math.max(hour + 1, next - HOURS); quiet < next; quiet++) {
      put(quiet, 0);
    }
    hour = next;
    first = Math.max(first, next - HOURS);
  }

  private void put(long at, int count) {
    int slot = slot(at);
    sum += count - passed[slot];
    passed[slot] = count;
  }

  private static int slot(long hour) {
    return (int) Math.floorMod(hour, (long) HOURS);
  }

  /**
   * The limit for the hour at hand.
   *
   * @return null as long as not enough is known
   */
  public @Nullable Rate limit() {
    if (!isKnown(1)) {
      return null;
    }
    double largest = 0;
    double second = 0;
    int known = 0;
    for (int day = 1; day <= 7 && isKnown(day); day++, known++) {
      double mean = day(day);
      second = Math.max(second, Math.min(largest, mean));
      largest = Math.max(largest, mean);
    }
    double usual = Math.max(known == 1 ? largest : second, (double) sum / (hour - first));
    if (known == 7) {
      usual = Math.max(usual, aWeekAgo());
    }
    return of(Math.max(FLOOR, FACTOR * usual));
  }

  private static Rate of(double anHour) {
    double sustained = Math.min(Rate.MAX_SUSTAINED, anHour / SECONDS_AN_HOUR);
    return Rate.of(sustained, (long) Math.ceil(sustained * SECONDS_AN_HOUR / BURSTS_AN_HOUR));
  }

  private boolean isKnown(int day) {
    return hour - 24L * day - 1 >= first;
  }

  /** The mean of three hours at this time of a day. */
  private double day(int day) {
    long middle = hour - 24L * day;
    double three = 0;
    for (long at = middle - 1; at <= middle + 1; at++) {
      three += passed[slot(at)];
    }
    return three / 3;
  }

  /** The largest of three hours; what comes once a week may last for less than one. */
  private double aWeekAgo() {
    long middle = hour - 7 * 24;
    int largest = 0;
    for (long at = middle - 1; at <= middle + 1; at++) {
      largest = Math.max(largest, passed[slot(at)]);
    }
    return largest;
  }

  /**
   * Whether it is not worth keeping.
   *
   * @return true when there was no event for seven days
   */
  public boolean isForgotten() {
    return hour - lastHeard > 7 * 24;
  }

  /**
   * Since when hours are known.
   *
   * @return the first hour that was seen whole, in hours since the epoch
   */
  public long first() {
    return first;
  }

  /**
   * The hour at hand.
   *
   * @return in hours since the epoch
   */
  public long hour() {
    return hour;
  }

  /**
   * The last hour in which there was an event.
   *
   * @return in hours since the epoch
   */
  public long lastHeard() {
    return lastHeard;
  }

  /**
   * How many events passed in each hour known.
   *
   * @return a copy, in an order that is this class's own
   */
  public int[] passed() {
    return passed.clone();
  }
}
