/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentAtTest {
  private static String moved(String json, long millis) {
    byte[] bytes = json.getBytes(UTF_8);
    return SentAt.moved(bytes, 0, bytes.length, millis);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59:59Z, 61000, 2026-02-01T00:01:00Z",
    "2026-01-31T23:59:00Z, 60000, 2026-02-01T00:00:00Z",
    "2026-01-31T23:59:59.1Z, 61950, 2026-02-01T00:01:01.0Z",
    "2026-01-31T23:59:59.123Z, 3600001, 2026-02-01T00:59:59.124Z",
    "2026-01-31T23:59:59.123456Z, 1, 2026-01-31T23:59:59.124456Z",
    "2026-01-31T23:59:59.123456789Z, 1, 2026-01-31T23:59:59.124456789Z",
    "2026-01-31T23:59:59.1234567891Z, 1, 2026-01-31T23:59:59.1244567891Z",
    "2024-02-28T23:59:59z, 1000, 2024-02-29T00:00:00z",
    "2026-01-31 23:59:59.5+02:00, 500, 2026-02-01 00:00:00.0+02:00",
    "2026-01-31t12:00:00-11:30, 86400000, 2026-02-01t12:00:00-11:30",
    "2026-01-31T23:59:59.999Z, 500, 2026-02-01T00:00:00.499Z",
  })
  void moved_keepsTheForm(String before, long millis, String after) {
    assertThat(moved('"' + before + '"', millis)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1767225600",
        "null",
        "\"\"",
        "\"",
        "{}",
        "\"2026-01-31\"",
        "\"2026-01-31T23:59:59\"",
        "\"2026-01-31T23:59Z\"",
        "\"2026-01-31T23:59:59.Z\"",
        "\"2026-02-30T23:59:59Z\"",
        "\"2026-01-31T24:00:01Z\"",
        "\"2026-01-31T23:59:60Z\"",
        "\"2026-01-31T23:59:59+99:00\"",
        "\"2026-01-31T23:59:59\\u005a\"",
        "\"9999-12-31T23:59:59Z\"",
        "\"20260131T235959Z\"",
        "\"2026-01-31T23:59:59.00000000000000000000000000000000000000000000000000000001Z\""
      })
  void moved_leavesWhatIsNoTimestamp(String json) {
    assertThat(moved(json, 60_000)).isNull();
  }
}
