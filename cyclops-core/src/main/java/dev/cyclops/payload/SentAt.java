/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moves a timestamp in the form of RFC 3339, keeping the form that it has. */
final class SentAt {
  private static final int MAX_LENGTH = 64;
  private static final int NANO_DIGITS = 9;
  private static final int LAST_YEAR = 9999;

  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)([Tt ])(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private SentAt() {}

  /**
   * Moves a timestamp.
   *
   * @param json where it stands
   * @param from index of its opening quote
   * @param to index after its closing quote
   * @param millis how far
   * @return the timestamp, without quotes, with as many digits and the offset that it had; null
   *     when it is none
   */
  static @Nullable String moved(byte[] json, int from, int to, long millis) {
    int length = to - from - 2;
    if (length < 1 || length > MAX_LENGTH || json[from] != '"') {
      return null;
    }
    Matcher form = FORM.matcher(new String(json, from + 1, length, ISO_8859_1));
    if (!form.matches()) {
      return null;
    }
    String fraction = form.group(4) == null ? "" : form.group(4);
    try {
      LocalDateTime moved =
          LocalDateTime.parse(form.group(1) + 'T' + form.group(3))
              .plusNanos(nanos(fraction))
              .plus(millis, ChronoUnit.MILLIS);
      if (!form.group(5).equalsIgnoreCase("Z")) {
        ZoneOffset.of(form.group(5));
      }
      return moved.getYear() > LAST_YEAR
          ? null
          : moved.toLocalDate()
              + form.group(2)
              + SECONDS.format(moved)
              + digits(moved.get(ChronoField.NANO_OF_SECOND), fraction)
              + form.group(5);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static long nanos(String fraction) {
    String digits = (fraction.isEmpty() ? "" : fraction.substring(1)) + "0".repeat(NANO_DIGITS);
    return Long.parseLong(digits.substring(0, NANO_DIGITS));
  }

  /** As many digits as before; those beyond nanoseconds stay as they are. */
  private static String digits(int nanos, String before) {
    if (before.isEmpty()) {
      return "";
    }
    String digits = "." + String.format(Locale.ROOT, "%09d", nanos);
    return before.length() <= digits.length()
        ? digits.substring(0, before.length())
        : digits + before.substring(digits.length());
  }
}
