/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  private static boolean matches(Glob glob, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return glob.matches(bytes, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "abc, abcd, false",
    "abc, ab, false",
    "abc, '', false",
    "*, '', true",
    "*, anything, true",
    "a*, a, true",
    "a*, ba, false",
    "*c, abc, true",
    "*c, abcd, false",
    "a*c, abbbc, true",
    "a*c, ac, true",
    "*ab*ab*, xabyaab, true",
    "*aab, aaaab, true",
    "*a?b, aaaxb, true",
    "a**b, ab, true",
    "?, ä, true",
    "a?c, aäc, true",
    "??, ä, false",
    "*?, ä, true",
    "grün, grün, true",
    "grün*, GRÜN, false",
    "Abc, abc, false",
    "a.c, abc, false",
    "[a], a, false",
  })
  void matches_takesStarsForAnyAndQuestionMarksForOneCharacter(
      String pattern, String text, boolean expected) {
    assertThat(matches(Glob.of(pattern), text)).isEqualTo(expected);
  }

  @Test
  void matches_ofAnyCaseTakesLettersOfAsciiForTheSame() {
    assertThat(matches(Glob.ofAnyCase("ResizeObserver LOOP*"), "resizeObserver loop limit"))
        .isTrue();
    assertThat(matches(Glob.ofAnyCase("Ü"), "ü")).isFalse();
    // One bit apart, but no letters.
    assertThat(matches(Glob.ofAnyCase("@"), "`")).isFalse();
  }

  @Test
  void matches_looksOnlyAtTheTextsLength() {
    byte[] reused = "abcdef".getBytes(StandardCharsets.US_ASCII);
    assertThat(Glob.of("abc").matches(reused, 3)).isTrue();
    assertThat(Glob.of("abc*f").matches(reused, 3)).isFalse();
  }

  @Test
  void of_checksThePattern() {
    assertThatIllegalArgumentException().isThrownBy(() -> Glob.of(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Glob.of("x".repeat(257)))
        .withMessage("length of a pattern is not within 1 to 256: 257");
    assertThat(Glob.ofAnyCase("A*")).hasToString("'A*'");
  }
}
