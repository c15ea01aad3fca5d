/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RisingTest {
  private static double[] counted(Rising<Double> rising, double... numbers) {
    return DoubleStream.of(numbers).map(rising::applyAsDouble).toArray();
  }

  @Test
  void highest_staysUntilTheNumberIsHigherThanEver() {
    assertThat(counted(Rising.highest(number -> number), 3, 5, 0, 4, 5, 6))
        .containsExactly(3, 5, 5, 5, 5, 6);
  }

  @Test
  void everyRise_countsWhatComesAfterAFall() {
    assertThat(counted(Rising.everyRise(number -> number), 3, 5, 0, 4, 4, 6))
        .containsExactly(3, 5, 5, 9, 9, 11);
  }
}
