/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPatternTest {
  private static String pattern(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int length = TextPattern.of(bytes, bytes.length);
    return new String(bytes, 0, length, UTF_8).replace((char) TextPattern.PLACEHOLDER, '*');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          user 123 not found                          | user * not found
          took 12.5ms of 1,000                        | took *ms of *
          x=-5, y=+7.25e-10                           | x=*, y=*
          pool-1-thread-22                            | pool-*-thread-*
          job_77 failed                               | job_* failed
          id 5f3a9c1d                                 | id *
          commit 9fceb02d0ae598e95dc970b74767f19372d61af8. | commit *.
          at 0x7ffdE1                                 | at *
          req 550e8400-e29b-41d4-a716-446655440000!   | req *!
          deadbeef-dead-beef-dead-beefdeadbeef        | *
          from 10.0.0.1:8080 refused                  | from * refused
          from [2001:db8::ff00:42:8329]:443           | from [*]:*
          from ::1 and fe80:0:0:0:1:2:3:4             | from * and *
          mail to jo.doe+x@example.co.uk.             | mail to *.
          at 2026-01-02T03:04:05.678Z sharp           | at *Z sharp
          at 2026-01-02 03:04:05,678                  | at * *
          at 2026/01/02 03:04:05+02:00                | at * *
          GET /a/b?page=1&q=red HTTP                  | GET /a/b?* HTTP
          open http://h.org/p?x=1) now                | open http://h.org/p*) now
          no file '/var/lib/red.txt' here             | no file '*' here
          no file "C:\\Users\\red" here               | no file "*" here
          no file `../red/blue` here                  | no file `*` here
          no file "~/red" here                        | no file "*" here
          """)
  void of_takesOutWhatDiffersBetweenRepeats(String text, String pattern) {
    assertThat(pattern(text)).isEqualTo(pattern.replace("?*", "*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          utf8 or base64 or sha256
          deadbeef and cafe
          what? really
          Foo::Bar and std::face
          it's a/b and '/open
          me@home and @you
          Straße überall
          a - b + c
          x0 and b4
          """)
  void of_leavesWordsAlone(String text) {
    assertThat(pattern(text)).isEqualTo(text);
  }

  @Test
  void of_worksOnTheGivenBytesOnly() {
    byte[] bytes = "abc 12345".getBytes(UTF_8);
    assertThat(TextPattern.of(bytes, 5)).isEqualTo(5);
    assertThat(new String(bytes, 5, 4, UTF_8)).isEqualTo("2345");
  }

  @Test
  void of_neverLeavesTheArrayWhateverTheText() {
    Random random = new Random(7);
    byte[] alphabet = "aF09 .:-_@?/\\'\"%+xTe,~\n\u00e9".getBytes(UTF_8);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = alphabet[random.nextInt(alphabet.length)];
      }
      int length = random.nextInt(bytes.length + 1);
      byte[] rest = Arrays.copyOfRange(bytes, length, bytes.length);
      assertThat(TextPattern.of(bytes, length)).isBetween(0, length);
      assertThat(Arrays.copyOfRange(bytes, length, bytes.length)).isEqualTo(rest);
    }
  }

  @Test
  void withoutAddresses_takesOutNothingElse() {
    byte[] bytes = "f 12 0x7fA, 0xg a0x1 0X9".getBytes(UTF_8);
    int length = TextPattern.withoutAddresses(bytes, bytes.length);
    assertThat(new String(bytes, 0, length, UTF_8).replace((char) TextPattern.PLACEHOLDER, '*'))
        .isEqualTo("f 12 *, 0xg a0x1 *");
  }
}
