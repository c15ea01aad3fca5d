/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentryUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:9000 | false | localhost | 9000 | ''",
        "localhost | false | localhost | 80 | ''",
        "sentry.example.com/prefix | false | sentry.example.com | 80 | /prefix",
        "http://localhost:9000 | false | localhost | 9000 | ''",
        "https://sentry.example.com | true | sentry.example.com | 443 | ''",
        "HTTPS://sentry.example.com:8443/ | true | sentry.example.com | 8443 | ''",
        "http://h/a/b/// | false | h | 80 | /a/b",
        "http://h/// | false | h | 80 | ''",
        "https://h:443 | true | h | 443 | ''",
        "http://h:443 | false | h | 443 | ''",
        "http://h: | false | h | 80 | ''",
        "127.0.0.1:65535 | false | 127.0.0.1 | 65535 | ''",
        "[::1]:9000 | false | [::1] | 9000 | ''",
        "https://[2001:db8::1]/sentry | true | [2001:db8::1] | 443 | /sentry",
        "https://key:geheim@h/1 | true | h | 443 | /1",
        "key@h:9000 | false | h | 9000 | ''",
        "http://h/a%20b | false | h | 80 | /a%20b",
      })
  void parse_readsWhatOperatorsWrite(
      String text, boolean secure, String host, int port, String prefix) {
    SentryUrl expected = new SentryUrl(secure, host, port, prefix);
    assertThat(SentryUrl.parse(text)).isEqualTo(expected);
    assertThat(SentryUrl.parse("  " + text + "\n")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | not a URL",
        "http:// | not a URL",
        "ftp://key:geheim@h | unknown scheme ftp://",
        "http://key:geheim@h?a=b | a query or fragment",
        "http://key:geheim@h#a | a query or fragment",
        "http://key:geheim@h:0 | port 0 is not within 1 to 65535",
        "http://key:geheim@h:65536 | port 65536 is not within 1 to 65535",
        "http://key:geheim@h:99999999999 | no host",
        "http://key:geheim@under_score:9000 | letters, digits, dots and hyphens",
        "http://key:geheim@h/a b | not a URL",
        "http://key:ge heim@h | not a URL",
        "http://key:geheim@h:port | no host",
        "http:///path | no host",
        "http://key:geheim@[::1 | not a URL",
      })
  void parse_saysWhatIsWrongAndShowsNoPassword(String text, String message) {
    Throwable thrown = catchThrowable(() -> SentryUrl.parse(text));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasNoCause();
    assertThat(thrown).hasMessageContaining(message).hasMessageNotContainingAny("geheim", "heim@");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "https://h",
        "http://h",
        "https://h:80/a",
        "http://[::1]:9000/b"
      })
  void toString_readsBack(String text) {
    assertThat(SentryUrl.parse(text)).hasToString(text);
  }

  @Test
  void authority_leavesOutThePortOfTheScheme() {
    assertThat(SentryUrl.parse("http://h:80").authority()).isEqualTo("h");
    assertThat(SentryUrl.parse("https://h:80").authority()).isEqualTo("h:80");
    assertThat(SentryUrl.parse("https://[::1]").authority()).isEqualTo("[::1]");
  }

  @Test
  void toString_showsNoUserInfo() {
    assertThat(SentryUrl.parse("https://key:geheim@h/1")).hasToString("https://h/1");
  }
}
