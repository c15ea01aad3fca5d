/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomisedTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";
  private static final String OTHER_ID = "fedcba9876543210fedcba9876543210";

  private final Randomised randomised = new Randomised();

  @Test
  void inJson_keepsApartWhichIdStandsWhere() {
    assertThat(randomised.inJson("envelope.event_id", ID)).isEqualTo("<id 1>");
    assertThat(randomised.inJson("envelope.trace.trace_id", OTHER_ID)).isEqualTo("<id 2>");
    assertThat(randomised.inJson("event.event_id", UUID)).isEqualTo("<id 1>");
  }

  @ParameterizedTest
  @CsvSource({
    "envelope.sent_at, 2026-01-31T10:20:30.123Z",
    "event.timestamp, 1767225600.123",
    "event.timestamp, 2026-01-31T10:20:30",
    "session.duration, 0.25",
    "session.duration, 2.384185791015625e-7",
    "session.duration, 1.0E-4",
    "envelope.trace.sample_rand, 0.000123",
    "envelope.trace.sample_rand, 0",
    "envelope.trace.sample_rand, 3.5e-7",
    "event.contexts.device.processor_frequency, 2596",
    "event.contexts.device.processor_frequency, 0",
    "span.items[].attributes.device.processor_frequency.value, 3401.5"
  })
  void inJson_replacesWhatHasPlaceAndShape(String place, String value) {
    assertThat(randomised.inJson(place, value)).startsWith("<");
  }

  @ParameterizedTest
  @CsvSource({
    // Another shape.
    "envelope.event_id, 0123456789abcdef0123456789abcdefg",
    "envelope.event_id, ''",
    "envelope.sent_at, 0",
    "event.timestamp, null",
    "event.contexts.app.app_memory, 0",
    "session.duration, -1",
    "envelope.trace.sample_rand, 1.5",
    "envelope.trace.sample_rand, 1",
    "event.contexts.device.processor_frequency, unknown",
    // Another place.
    "event.message, 2026-01-31T10:20:30.123Z",
    "event.extra.event_id, 0123456789abcdef0123456789abcdef",
    "session.status, 0.25"
  })
  void inJson_keepsAllElse(String place, String value) {
    assertThat(randomised.inJson(place, value)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "'Sentry sentry_timestamp=1767225600, sentry_key=1234567890', "
        + "'Sentry sentry_timestamp=<time>, sentry_key=1234567890'",
    "'Sentry sentry_timestamp=1767225600123', 'Sentry sentry_timestamp=<time>'",
    "'Sentry sentry_timestamp=17672256', 'Sentry sentry_timestamp=17672256'"
  })
  void inHeader_replacesTheTimeOnly(String value, String expected) {
    assertThat(randomised.inHeader("X-Sentry-Auth", value)).isEqualTo(expected);
    assertThat(randomised.inHeader("User-Agent", value)).isEqualTo(value);
  }
}
