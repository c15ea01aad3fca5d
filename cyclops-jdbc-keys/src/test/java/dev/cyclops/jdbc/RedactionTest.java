/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final String CHARACTERS = "aZ09 ?&=@:/;%\"'\\$.*+()[]{}^|#<>é漢,\n\t";

  @Test
  void line_neverHoldsASecret() {
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      String secret = text(random, 1 + random.nextInt(12));
      String other = text(random, 1 + random.nextInt(6));
      String message =
          text(random, random.nextInt(20)) + secret + text(random, random.nextInt(20)) + other;

      String line = new Redaction(List.of(other, secret)).line(message);

      // A lone star is what replaces it.
      if (!"*".equals(secret)) {
        assertThat(line.replace("***", "\0")).doesNotContain(secret);
      }
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }

  @Test
  void line_hidesCredentialsOfUrlsThatItWasNotTold() {
    Redaction redaction = new Redaction(List.of());

    assertThat(redaction.line("bad url jdbc:mysql://me:hush@db/x?a=1&Password=hush&b=2"))
        .isEqualTo("bad url jdbc:mysql://***@db/x?a=1&Password=***&b=2");
    assertThat(redaction.line("properties {user=me, password=hush, pwd = hush}"))
        .isEqualTo("properties {user=me, password=***, pwd=***");
  }

  @Test
  void line_isOneShortLine() {
    Redaction redaction = new Redaction(List.of());

    assertThat(redaction.line("\n\n first\tline \r\nsecond")).isEqualTo("first line");
    assertThat(redaction.line("a\u001b[31mb\u202ec\u2028d")).isEqualTo("a [31mb c d");
    assertThat(redaction.line("x".repeat(1000))).hasSize(301).endsWith("x…");
    assertThat(redaction.line(null)).isEmpty();
  }

  @Test
  void isIn_looksAtAllCauses() {
    Redaction redaction = new Redaction(List.of("hush"));
    SQLException failure = new SQLException("outer", new IllegalStateException("inner"));
    failure.setNextException(new SQLException("next", new RuntimeException("says hush")));

    assertThat(redaction.isIn(failure)).isTrue();
    assertThat(redaction.isIn(new SQLException("outer"))).isFalse();
    assertThat(redaction.isIn(null)).isFalse();
  }

  @Test
  void isIn_isNotCaughtInACircle() {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);

    assertThat(new Redaction(List.of("hush")).isIn(a)).isFalse();
  }
}
