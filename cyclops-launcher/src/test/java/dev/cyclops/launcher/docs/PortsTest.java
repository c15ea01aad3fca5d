/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void in_replacesThePortsThatAreNamed() {
    Ports ports = Ports.free("9001, 8443");

    assertThat(ports.in("-p 9999 http://host:9000/1 9001-8443"))
        .isEqualTo(
            "-p %d http://host:%d/1 %d-%d"
                .formatted(ports.of(9999), ports.of(9000), ports.of(9001), ports.of(8443)));
    assertThat(ports.of(9001)).isEqualTo(ports.of(9000) + 1);
  }

  @Test
  void in_leavesOtherNumbersAlone() {
    String text = "9002 events, 99990, 9000.5 ms, 1.9999, x9998";

    assertThat(Ports.free("").in(text)).isEqualTo(text);
  }

  @Test
  void free_refusesPortsThatCouldNotBeMoved() {
    assertThatIllegalArgumentException().isThrownBy(() -> Ports.free("443"));
  }
}
