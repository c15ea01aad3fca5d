/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
          took 12.5ms of 1,000                        | took * of *
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
          no file 'file:///tmp/a b.txt' here          | no file '* b.txt' here
          open file:///var/lib/x.db: denied           | open *: denied
          read /tmp/tmpx1_9/part: no such file        | read *: no such file
          read C:\\Windows\\Temp\\x1f.tmp, gone    | read C:\\Windows*, gone
          SHA1 9FCEB02D0AE598E95DC970B74767F19372D61AF8 | SHA1 *
          trace 550e8400e29b41d4a716446655440000      | trace *
          trace 550E8400-E29B-41D4-A716-446655440000  | trace *
          short hash 1a2b3c4 of it                    | short hash * of it
          com.shop.Cart@1a2b3c and Cart@deadbee       | com.shop.Cart@* and Cart@*
          <Cart object at 0x7f3c2a10d5e0>             | <Cart object at *>
          from 00:1A:2b:3c:4D:5e and aa-bb-cc-dd-ee-ff | from * and *
          peer fe80::1:8080, [::1]:443                | peer *, [*]:*
          finn.o'neil@mail.example.org wrote          | * wrote
          took 12ms, 1.5s, 1m30s, 2h30m15.5s or 900µs | took *, *, *, * or *
          7 MB of 12MB at 45.5%, -3 below             | * MB of *MB at *%, * below
          Mon, 02 Jan 2006 15:04:05 GMT               | *, * * GMT
          Mon Jan  2 15:04:05 2006                    | * *  * * *
          Jan 2 15:04:05 shop kernel                  | * * * shop kernel
          [02/Jan/2006:15:04:05 +0000]                | [* *]
          January 2, 2006 at 3:04 PM                  | * *, * at *
          20260102T030405Z                            | *Z
          name='Jo Doe' size="12" on=true off=False   | name=* size=* on=* off=*
          user 'x7f3k9q' unknown                      | user '*' unknown
          session 4kTz9QpLm2Xv8Rw1 over               | session * over
          cuid ckx7n0a1b0000qzrm5 gone                | cuid * gone
          Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U x | Bearer * x
          data iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4 | data *
          call +49 170 1234567                        | call * * *
          "HTTP 404" and "HTTP 500"                   | "HTTP *" and "HTTP *"
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
          E1001 or ORA-ERR or HTTP/x
          5xx 4xx 2FA 3D 1st 2nd
          column 'address2' as 'utf8' by 'sha256'
          convertUtf8ToUtf16 in X509CertificateException
          Monday morning in May or March
          a == 'b' and c != "d"
          com.example.shop.cart.CartController.addItemToCart
          /usr/lib/python/site-packages/shop/cart
          kebab-case-words-that-go-on-and-on-for-long
          true and false
          Foo@Bar
          deadbeef-cafe-word
          """)
  void of_leavesWordsAlone(String text) {
    assertThat(pattern(text)).isEqualTo(text);
  }

  @Test
  void of_countsTheFirstTwoLinesThatAreNotBlank() {
    String both = pattern("a failed\n\n  because of b\n");
    assertThat(both).isEqualTo("a failed\n\n  because of b\n");
    assertThat(pattern("a failed\n\n  because of b\nline c\nline d"))
        .isEqualTo("a failed\n\n  because of b*")
        .isEqualTo(pattern("a failed\n\n  because of b\r\n\r\nx").replace("\r", ""));
    assertThat(pattern("a\nb")).isNotEqualTo(pattern("a\nc"));
  }

  /** Linear work is over in a second; what is quadratic keeps this busy for minutes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.",
        "a-",
        "1.",
        "1:",
        "1s",
        "1e",
        "'",
        "='",
        "\"/",
        "=\"a",
        "@a",
        "a@",
        "a/",
        "/tmp/",
        "\\Temp\\",
        "file:/",
        "eyJ",
        "aB1",
        "a1-",
        "0x",
        "::",
        "1a:",
        "aa-",
        "?/",
        "/?",
        "Jan ",
        "1 Jan ",
        "Mon, ",
        "T1",
        "\n",
        " \n",
        "a\n",
        "1 ",
        "x@1"
      })
  void of_isLinearWhateverTheText(String piece) {
    byte[] text = piece.repeat(8192 / piece.length()).getBytes(UTF_8);
    for (int i = 0; i < 200; i++) {
      assertThat(TextPattern.of(text.clone(), text.length)).isBetween(0, text.length);
    }
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
