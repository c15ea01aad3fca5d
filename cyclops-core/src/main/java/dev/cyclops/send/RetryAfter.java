/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Reads {@code Retry-After}: seconds, or a date in any of HTTP's three forms. */
final class RetryAfter {
  /** What is neither, or nothing at all. */
  static final long UNREADABLE = -1;

  /** More than anyone believes, and no number that anything overflows with. */
  static final long MOST_SECONDS = 1_000_000_000;

  /** Longer than any date. */
  private static final int MAX_CHARS = 40;

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          // The year has two digits: of those that it may mean, one that is not long past.
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /**
   * Reads either form.
   *
   * @param now the time of day, which a date is counted from
   * @return seconds, rounded up, at most {@link #MOST_SECONDS}; 0 for what is past; {@link
   *     #UNREADABLE} for anything else
   */
  static long seconds(String text, Instant now) {
    String value = text.strip();
    long seconds = seconds(value);
    return seconds == UNREADABLE ? secondsUntil(value, now) : seconds;
  }

  /**
   * Reads a number: digits, with a fraction or a sign if need be. No exponents, no names for what
   * is endless.
   *
   * @return seconds, rounded up, at most {@link #MOST_SECONDS}; 0 for less than nothing; {@link
   *     #UNREADABLE} for anything else
   */
  static long seconds(String text) {
    boolean signed = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
    long seconds = 0;
    boolean digits = false;
    boolean fraction = false;
    boolean more = false;
    for (int i = signed ? 1 : 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (text.charAt(i) == '.' && !fraction) {
        fraction = true;
      } else if (digit < 0 || digit > 9) {
        return UNREADABLE;
      } else {
        digits = true;
        more |= fraction && digit > 0;
        seconds = fraction ? seconds : Math.min(MOST_SECONDS, 10 * seconds + digit);
      }
    }
    if (!digits) {
      return UNREADABLE;
    }
    return text.charAt(0) == '-' ? 0 : Math.min(MOST_SECONDS, more ? seconds + 1 : seconds);
  }

  private static long secondsUntil(String text, Instant now) {
    if (text.length() > MAX_CHARS) {
      return UNREADABLE;
    }
    for (DateTimeFormatter format : DATES) {
      try {
        Instant date = format.parse(text, Instant::from);
        long seconds = now.truncatedTo(ChronoUnit.SECONDS).until(date, ChronoUnit.SECONDS);
        return Math.min(MOST_SECONDS, Math.max(0, seconds));
      } catch (DateTimeException e) {
        // Not in this form.
      }
    }
    return UNREADABLE;
  }
}
