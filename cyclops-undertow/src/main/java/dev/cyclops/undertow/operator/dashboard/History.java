/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Locale;

/**
 * What was so in each of the last seconds; at most {@link #SECONDS} of them, about 100 KB.
 * Thread-safe.
 */
final class History {
  /** How far back it goes. */
  static final int SECONDS = 900;

  private static final double HUNDREDTHS = 100;

  /** What is remembered. */
  enum Series {
    IN,
    PASSED,
    IGNORED,
    LIMITED,
    LOST,
    REFUSED,
    SENT,
    FAILED,
    QUEUED,
    RESPONSE,
    FLYING,
    PACE;

    private static final Series[] ALL = values();

    /** Where its value stands in an array. */
    @SuppressWarnings("EnumOrdinal")
    int place() {
      return ordinal();
    }

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final double[][] rings = new double[Series.ALL.length][SECONDS];
  private final long[] millis = new long[SECONDS];
  private long next = 1;

  /**
   * Adds what was so in one more second; NaN where there is nothing to tell.
   *
   * @param values by the places of {@link Series}
   */
  synchronized void add(long nowMillis, double[] values) {
    int place = (int) (next % SECONDS);
    for (int i = 0; i < rings.length; i++) {
      rings[i][place] = values[i];
    }
    millis[place] = nowMillis;
    next++;
  }

  /** The number of the newest second; 0 when there is none yet. */
  synchronized long last() {
    return next - 1;
  }

  /** What came after a second, oldest first, as arrays of equal length. */
  synchronized JsonObject since(long seen) {
    long first = Math.max(Math.max(1, next - SECONDS), Math.max(0, Math.min(seen, next - 1)) + 1);
    JsonObject json = new JsonObject();
    JsonArray times = new JsonArray();
    for (long at = first; at < next; at++) {
      times.add(millis[(int) (at % SECONDS)]);
    }
    json.add("millis", times);
    for (Series series : Series.ALL) {
      JsonArray values = new JsonArray();
      for (long at = first; at < next; at++) {
        double value = rings[series.place()][(int) (at % SECONDS)];
        values.add(Double.isNaN(value) ? JsonNull.INSTANCE : new JsonPrimitive(rounded(value)));
      }
      json.add(series.wireName(), values);
    }
    return json;
  }

  private static Number rounded(double value) {
    double hundredths = Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    long whole = (long) hundredths;
    if (whole == hundredths) {
      return whole;
    }
    return hundredths;
  }
}
