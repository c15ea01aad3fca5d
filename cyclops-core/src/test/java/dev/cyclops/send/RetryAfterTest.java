/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:48:37Z");

  private final Locale locale = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(locale);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "120 | 120",
        "\" 120 \" | 120",
        "0 | 0",
        "-3 | 0",
        "1.01 | 2",
        "2.000 | 2",
        "999999999999999999999 | 1000000000",
        "Sun, 06 Nov 1994 08:49:37 GMT | 60",
        "Sun, 6 Nov 1994 08:49:37 GMT | 60",
        "Sun Nov  6 08:49:37 1994 | 60",
        "Sun, 06 Nov 1994 08:48:37 GMT | 0",
        "Sun, 06 Nov 1994 07:00:00 GMT | 0",
        "Fri, 31 Dec 9999 23:59:59 GMT | 1000000000",
        "Mon, 06 Nov 1994 08:49:37 GMT | -1",
        "Sun, 06 Foo 1994 08:49:37 GMT | -1",
        "soon | -1",
        "\"\" | -1",
        "120 seconds | -1",
        "1,5 | -1"
      })
  void seconds_ofNumbersAndDates(String text, long seconds) {
    assertThat(RetryAfter.seconds(text, NOW)).isEqualTo(seconds);
  }

  @Test
  void seconds_ofADateWithAYearOfTwoDigits() {
    assertThat(
            RetryAfter.seconds(
                "Sunday, 06-Nov-44 08:49:37 GMT", Instant.parse("2044-11-06T08:48:37Z")))
        .isEqualTo(60);
  }

  /** A date has no fractions, and waiting a little too long is better than too short. */
  @Test
  void seconds_ofADateAreRoundedUp() {
    assertThat(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", NOW.plusMillis(999)))
        .isEqualTo(60);
  }

  @Test
  void seconds_ofADateAreTheSameInAnyCountry() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));

    assertThat(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", NOW)).isEqualTo(60);
    assertThat(RetryAfter.seconds("Sun Nov  6 08:49:37 1994", NOW)).isEqualTo(60);
  }

  @Test
  void seconds_ofAnEndlessTextAreUnreadable() {
    assertThat(RetryAfter.seconds("Sun, ".repeat(100_000), NOW)).isEqualTo(RetryAfter.UNREADABLE);
  }
}
