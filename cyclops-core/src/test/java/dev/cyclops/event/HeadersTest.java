/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  @Test
  void forEach_keepsOrderSpellingAndDuplicates() {
    Headers headers =
        Headers.builder()
            .add("X-Sentry-Auth", "Sentry sentry_key=a")
            .add("content-type", "")
            .add("X-SENTRY-AUTH", "Sentry sentry_key=b")
            .add("Origin", "h\u00f6st\ttab")
            .build();

    assertThat(list(headers))
        .containsExactly(
            "X-Sentry-Auth: Sentry sentry_key=a",
            "content-type: ",
            "X-SENTRY-AUTH: Sentry sentry_key=b",
            "Origin: h\u00f6st\ttab");
  }

  @Test
  void get_findsTheFirstInAnyCase() {
    Headers headers = Headers.builder().add("A-b", "1").add("X-Long", "2").add("a-B", "3").build();

    assertThat(headers.get("a-b")).isEqualTo("1");
    assertThat(headers.get("A-B")).isEqualTo("1");
    assertThat(headers.get("x-lONG")).isEqualTo("2");
    assertThat(headers.get("x-lon")).isNull();
    assertThat(headers.get("")).isNull();
    assertThat(headers.get("x-short")).isNull();
  }

  @Test
  void get_foldsLettersOnly() {
    Headers headers = Headers.builder().add("a^b", "1").build();

    assertThat(headers.get("a~b")).isNull();
    assertThat(headers.get("\u0141^b")).isNull();
    assertThat(headers.get("A^B")).isEqualTo("1");
  }

  @Test
  void getAll_findsEachOfThem() {
    Headers headers = Headers.builder().add("A", "1").add("B", "2").add("a", "3").build();

    assertThat(headers.getAll("a")).containsExactly("1", "3");
    assertThat(headers.getAll("b")).containsExactly("2");
    assertThat(headers.getAll("c")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {'\r', '\n', 0, 1, 0x1F, 0x7F, 0x100, 0x10A, 0x20AC, 0xD83D})
  void add_refusesValuesThatCouldBreakALine(int c) {
    Headers.Builder builder = Headers.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("X-A", "secret" + (char) c + "X-Evil: 1"))
        .withMessageContaining("X-A")
        .withMessageNotContainingAny("secret", "Evil");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a b", "a:b", "a\r", "a\n", "a\u0000", "\u00e4", "a\t", "(a)", "a\"", "a\u0141"
      })
  void add_refusesNamesThatAreNoTokens(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.builder().add(name, "v"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "Content-Length",
        "Transfer-Encoding",
        "transfer-ENCODING",
        "Connection",
        "TE",
        "Trailer",
        "Upgrade",
        "Expect",
        "Keep-Alive",
        "Proxy-Connection"
      })
  void add_refusesWhatFramesAMessage(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.builder().add(name, "v"));
  }

  @Test
  void add_thatFailsLeavesTheBuilderAsItWas() {
    Headers.Builder builder = Headers.builder().add("A", "1");

    assertThatIllegalArgumentException().isThrownBy(() -> builder.add("B", "bro\nken"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.add("C:", "2"));

    assertThat(list(builder.add("D", "3").build())).containsExactly("A: 1", "D: 3");
  }

  @Test
  void add_takesLengthsUpToTheirBounds() {
    String name = "n".repeat(255);
    String value = "v".repeat(65_535);

    Headers headers = Headers.builder().add("A", "1").add(name, value).add("B", "2").build();

    assertThat(headers.get(name)).isEqualTo(value);
    assertThat(headers.get("b")).isEqualTo("2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.builder().add(name + "n", "v"))
        .withMessage("length of a header's name: 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.builder().add("A", value + "v"))
        .withMessage("length of the header A > 65535: 65536");
  }

  @Test
  void add_namesWhatIsNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> Headers.builder().add((String) null, "v"))
        .withMessage("name == null");
    assertThatNullPointerException()
        .isThrownBy(() -> Headers.builder().add("n", null))
        .withMessage("value == null");
  }

  @Test
  void build_copies() {
    Headers.Builder builder = Headers.builder().add("A", "1");
    Headers first = builder.build();
    builder.add("B", "2");

    assertThat(list(first)).containsExactly("A: 1");
    assertThat(list(builder.build())).containsExactly("A: 1", "B: 2");
  }

  @Test
  void sizeBytes_isNamesValuesAndThreeBytesEach() {
    assertThat(Headers.empty().sizeBytes()).isZero();
    assertThat(Headers.builder().build()).isSameAs(Headers.empty());
    assertThat(Headers.builder().add("AB", "123").add("C", "").build().sizeBytes()).isEqualTo(12);
  }

  @Test
  void toString_showsNamesAndNoValues() {
    assertThat(Headers.empty()).hasToString("Headers[]");
    assertThat(Headers.builder().add("X-Sentry-Auth", "geheim").add("Origin", "hidden").build())
        .hasToString("Headers[X-Sentry-Auth, Origin]");
  }

  private static List<String> list(Headers headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    return lines;
  }

  @Test
  void with_addsAHeaderInPlaceOfAnyOfThatName() {
    Headers.Name name = Headers.Name.of("X-Count");
    Headers headers =
        Headers.builder()
            .add("A", "1")
            .add("x-count", "9")
            .add("A", "2")
            .add("X-COUNT", "8")
            .build();

    Headers with = headers.with(name, "3");

    assertThat(with.getAll("X-Count")).containsExactly("3");
    assertThat(with.getAll("A")).containsExactly("1", "2");
    assertThat(headers.getAll("X-Count")).containsExactly("9", "8");
    assertThat(Headers.empty().with(name, "3").get("x-count")).isEqualTo("3");
  }
}
