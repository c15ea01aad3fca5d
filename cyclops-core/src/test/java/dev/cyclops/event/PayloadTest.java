/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cyclops.event.Payload.Format;
import org.junit.jupiter.api.Test;

class PayloadTest {
  @Test
  void payload_isAViewOnItsArray() {
    byte[] array = new byte[10];
    Payload payload = new Payload(Format.JSON, DataCategory.ERROR, array, 2, 8);

    assertThat(payload.array()).isSameAs(array);
    assertThat(payload.offset()).isEqualTo(2);
    assertThat(payload.length()).isEqualTo(8);
  }

  @Test
  void payload_staysWithinItsArray() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> new Payload(Format.JSON, DataCategory.ERROR, new byte[10], 3, 8));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> new Payload(Format.JSON, DataCategory.ERROR, new byte[10], 3, -1));
  }
}
