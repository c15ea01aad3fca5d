/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private int drawn;

  private int draw(int bound) {
    assertThat(bound).isEqualTo(100);
    return drawn;
  }

  @Test
  void ignores_asManyOfAHundredAsItIsTold() {
    Sampler sampler = new Sampler(Map.of(1L, 0, 2L, 50, 3L, 100, 4L, 1), this::draw);
    int[] ignored = new int[6];
    for (drawn = 0; drawn < 100; drawn++) {
      for (int project = 1; project <= 5; project++) {
        ignored[project] += sampler.ignores(project) ? 1 : 0;
      }
    }

    assertThat(ignored).containsExactly(0, 0, 50, 100, 1, 0);
  }

  @Test
  void ignores_nothingOfProjectsWithoutAPercentage() {
    Sampler sampler =
        new Sampler(
            Map.of(),
            bound -> {
              throw new AssertionError("drawn");
            });

    assertThat(sampler.ignores(1)).isFalse();
  }

  @Test
  void sampler_checksItsPercentages() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampler(Map.of(3L, 101), this::draw))
        .withMessage("percentage of project 3 is not within 0 to 100: 101");
    assertThatIllegalArgumentException().isThrownBy(() -> new Sampler(Map.of(3L, -1), this::draw));
  }
}
