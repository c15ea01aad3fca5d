/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "0",
          "00",
          "000",
          "0000",
          "0123456789abcdef0123456789abcdef",
          "0123456789abcdef0123456789abcdeF",
          "0123456789abcdef0123456789abcdeg",
          "0123456789abcdef0123456789abcde",
          "a".repeat(65_534),
          "g".repeat(65_535),
          "\u00FF",
          "\u0100",
          "\u0130\u0130",
          "k\u20AC",
          "\u043A\u043B\u044E\u0447",
          "\uD83D\uDD11",
          "\uD83D",
          "\uDD11\uD83D",
          "?",
          "\uFFFD",
          "\0",
          "\0\0");

  @Test
  void decode_answersWhatWasEncoded() {
    for (String text : TEXTS) {
      byte[] bytes = KeyText.encode(text);
      assertThat(KeyText.decode(bytes, 0)).isEqualTo(text);
      assertThat(KeyText.length(bytes, 0)).isEqualTo(bytes.length);
      assertThat(KeyText.isAbsent(bytes, 0)).isFalse();
    }
  }

  @Test
  void encode_tellsNoTextFromAnEmptyOne() {
    byte[] none = KeyText.encode(null);
    assertThat(none).hasSize(1);
    assertThat(KeyText.isAbsent(none, 0)).isTrue();
    assertThat(KeyText.decode(none, 0)).isNull();
    assertThat(KeyText.isEqual(KeyText.encode(""), none, 0, 1)).isFalse();
  }

  @Test
  void encode_takesHalfAByteForADigit() {
    assertThat(KeyText.encode("0123456789abcdef0123456789abcdef")).hasSize(1 + 16);
    assertThat(KeyText.encode("0123456789ABCDEF0123456789ABCDEF")).hasSize(2 + 32);
    assertThat(KeyText.encode("\u20AC".repeat(32))).hasSize(2 + 64);
  }

  @Test
  void isEqual_isTrueForTheSameTextOnly() {
    for (String a : TEXTS) {
      for (String b : TEXTS) {
        assertThat(isEqual(a, b)).isEqualTo(a.equals(b));
      }
    }
  }

  @Test
  void isEqual_seesADifferenceAnywhere() {
    String text = "0123456789abcdef0123456789abcdef";
    List<String> others = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      others.add(text.substring(0, i) + "7" + text.substring(i + 1));
      others.add(text.substring(0, i));
    }
    others.removeIf(text::equals);
    assertThat(others).noneMatch(other -> isEqual(text, other) || isEqual(other, text));
  }

  private static boolean isEqual(String claimed, String stored) {
    byte[] bytes = KeyText.encode(stored);
    byte[] held = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, held, 5, bytes.length);
    return KeyText.isEqual(KeyText.encode(claimed), held, 5, KeyText.length(held, 5));
  }

  @Test
  void varInt_holdsEveryNumber() {
    for (int bits = 0; bits < 63; bits++) {
      for (long number : new long[] {(1L << bits) - 1, 1L << bits, Long.MAX_VALUE}) {
        byte[] bytes = new byte[12];
        int end = VarInt.write(number, bytes, 1);
        assertThat(VarInt.read(bytes, 1)).isEqualTo(number);
        assertThat(VarInt.length(number)).isEqualTo(end - 1).isBetween(1, 9);
      }
    }
  }
}
