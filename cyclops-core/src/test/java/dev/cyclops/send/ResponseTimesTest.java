/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseTimesTest {
  private static final long MILLI = 1_000_000;

  @Test
  void times_areEmptyBeforeTheFirst() {
    ResponseTimes times = new ResponseTimes(3);

    assertThat(times.averageMillis()).isEmpty();
    assertThat(times.percentileMillis()).isEmpty();
  }

  @Test
  void times_ofOneAreThatOne() {
    ResponseTimes times = new ResponseTimes(3);
    times.add(1_500_000);

    assertThat(times.averageMillis()).hasValue(1.5);
    assertThat(times.percentileMillis()).hasValue(1.5);
  }

  @Test
  void percentile_isTheMeanOfTheFastestNineOfTen() {
    ResponseTimes times = new ResponseTimes(100);
    for (int ms = 10; ms >= 1; ms--) {
      times.add(ms * MILLI);
    }

    assertThat(times.percentileMillis()).hasValue(5);
    assertThat(times.averageMillis()).hasValue(5.5);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "5, 5", "6, 5", "14, 13", "15, 14", "25, 23"})
  void percentile_roundsTheNumberOfSamplesHalvesUp(int samples, int counted) {
    ResponseTimes times = new ResponseTimes(100);
    for (int ms = 1; ms <= samples; ms++) {
      times.add(ms * MILLI);
    }

    assertThat(times.percentileMillis()).hasValue((counted + 1) / 2.0);
  }

  @Test
  void percentile_roundsAsWholeNumbersDoForEverySize() {
    ResponseTimes times = new ResponseTimes(5000);
    for (int n = 1; n <= 5000; n++) {
      times.add(n * MILLI);
      int counted = (9 * n + 5) / 10;
      assertThat(times.percentileMillis().getAsDouble())
          .as("%d samples", n)
          .isCloseTo((counted + 1) / 2.0, within(1e-9));
    }
  }

  @Test
  void times_forgetTheOldest() {
    ResponseTimes times = new ResponseTimes(2);
    times.add(100 * MILLI);
    times.add(1 * MILLI);
    times.add(3 * MILLI);
    assertThat(times.averageMillis()).hasValue(2);
    times.add(3 * MILLI);
    assertThat(times.averageMillis()).hasValue(3);
  }

  @Test
  void times_agreeWithANaiveModel() {
    Random random = new Random(42);
    for (int size : new int[] {1, 2, 7, 10, 100}) {
      ResponseTimes times = new ResponseTimes(size);
      Deque<Long> model = new ArrayDeque<>();
      for (int i = 0; i < 5 * size + 50; i++) {
        // Few different values, so that equal ones meet.
        long nanos = random.nextInt(20) * MILLI;
        times.add(nanos);
        model.addLast(nanos);
        if (model.size() > size) {
          model.removeFirst();
        }
        List<Long> sorted = model.stream().sorted().toList();
        assertThat(times.averageMillis().getAsDouble()).isCloseTo(meanMillis(sorted), within(1e-9));
        int fastest = (9 * sorted.size() + 5) / 10;
        assertThat(times.percentileMillis().getAsDouble())
            .isCloseTo(meanMillis(sorted.subList(0, fastest)), within(1e-9));
      }
    }
  }

  private static double meanMillis(List<Long> nanos) {
    return nanos.stream().mapToLong(n -> n).average().orElseThrow() / MILLI;
  }

  @Test
  void times_checkTheirBound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResponseTimes(0))
        .withMessage("maxSamples < 1: 0");
  }
}
