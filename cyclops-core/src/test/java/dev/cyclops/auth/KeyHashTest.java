/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyHashTest {
  /** What CPython 3.11 says with PYTHONHASHSEED=0: the hash of bytes 0, 1, 2 and so on. */
  @ParameterizedTest
  @CsvSource({
    "1, 7541581120933061747",
    "7, 3389392686435873370",
    "8, -1525574692105212182",
    "9, 8471974163824919394",
    "17, 5225236159122152477",
    "32, 3598235784765792923"
  })
  void of_isSipHash13(int length, long expected) {
    byte[] bytes = new byte[length + 6];
    for (int i = 0; i < length; i++) {
      bytes[i + 3] = (byte) i;
    }
    assertThat(new KeyHash(0, 0).of(bytes, 3, length)).isEqualTo(expected);
  }

  @Test
  void of_takesEachByteAsItIs() {
    byte[] bytes = new byte[15];
    Arrays.fill(bytes, (byte) 0xFF);
    assertThat(new KeyHash(0, 0).of(bytes, 0, 15)).isEqualTo(6209295172102161711L);
  }

  @Test
  void of_dependsOnTheWholeSecret() {
    byte[] bytes = {1, 2, 3};
    assertThat(new KeyHash(0, 1).of(bytes, 0, 3))
        .isNotEqualTo(new KeyHash(0, 0).of(bytes, 0, 3))
        .isNotEqualTo(new KeyHash(1, 0).of(bytes, 0, 3));
  }
}
