/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cyclops.launcher.config.Literal.Bool;
import dev.cyclops.launcher.config.Literal.Decimal;
import dev.cyclops.launcher.config.Literal.Dict;
import dev.cyclops.launcher.config.Literal.None;
import dev.cyclops.launcher.config.Literal.Sequence;
import dev.cyclops.launcher.config.Literal.Text;
import dev.cyclops.launcher.config.Literal.Whole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
  @Test
  void parse_readsConstants() throws Exception {
    assertThat(PythonLiteral.parse("None")).isEqualTo(new None());
    assertThat(PythonLiteral.parse("True")).isEqualTo(new Bool(true));
    assertThat(PythonLiteral.parse("False")).isEqualTo(new Bool(false));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "120, 120",
    "1_000, 1000",
    "-7, -7",
    "+7, 7",
    "- 7, -7",
    "0x1F, 31",
    "0XfF, 255",
    "0o17, 15",
    "0b101, 5",
    "2 * 60, 120",
    "20 * 1024 * 1024, 20971520",
    "1 + 2 * 3, 7",
    "(1 + 2) * 3, 9",
    "10 - 2 - 3, 5",
    "2*-3, -6",
    "9223372036854775807, 9223372036854775807",
  })
  void parse_readsWholeNumbers(String text, long value) throws Exception {
    assertThat(PythonLiteral.parse(text)).isEqualTo(new Whole(value));
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    ".5, 0.5",
    "2., 2",
    "1e3, 1000",
    "1.5E-1, 0.15",
    "0.5 * 4, 2",
    "1 - .5, 0.5"
  })
  void parse_readsDecimalNumbers(String text, double value) throws Exception {
    assertThat(PythonLiteral.parse(text)).isEqualTo(new Decimal(value));
  }

  @Test
  void parse_readsStrings() throws Exception {
    assertText("'a'", "a");
    assertText("\"a'b\"", "a'b");
    assertText("''", "");
    assertText("'''a\n'b' c'''", "a\n'b' c");
    assertText("\"\"\"a\"\"\"", "a");
    assertText("u'a'", "a");
    assertText("b'a'", "a");
    assertText("r'a\\nb'", "a\\nb");
    assertText("Rb'\\''", "\\'");
    assertText("'a' \"b\" u'c'", "abc");
    assertText("('a'\n 'b')", "ab");
    assertText("'a # b'", "a # b");
  }

  @Test
  void parse_resolvesEscapes() throws Exception {
    assertText("'\\n\\t\\\\\\'\\\"\\r'", "\n\t\\'\"\r");
    assertText("'\\x41\\u00e4\\U0001F600\\101\\0'", "A\u00e4\uD83D\uDE00A\0");
    assertText("'a\\\nb'", "ab");
    assertText("'\\d'", "\\d");
  }

  @Test
  void parse_readsCollections() throws Exception {
    Literal one = new Whole(1);
    assertThat(PythonLiteral.parse("()")).isEqualTo(new Sequence(List.of()));
    assertThat(PythonLiteral.parse("(1)")).isEqualTo(one);
    assertThat(PythonLiteral.parse("(1,)")).isEqualTo(new Sequence(List.of(one)));
    assertThat(PythonLiteral.parse("1, 1")).isEqualTo(new Sequence(List.of(one, one)));
    assertThat(PythonLiteral.parse("[1, (1, 1),]"))
        .isEqualTo(new Sequence(List.of(one, new Sequence(List.of(one, one)))));
    assertThat(PythonLiteral.parse("{1: 'a', 'b': [1]}"))
        .isEqualTo(
            new Dict(
                List.of(
                    Map.entry(one, new Text("a")),
                    Map.entry(new Text("b"), new Sequence(List.of(one))))));
  }

  @Test
  void parse_goesOnOverLinesAndCommentsInsideBrackets() throws Exception {
    assertThat(PythonLiteral.parse("[ # first\n  1,\n\n  # second\n  1\n  ,\n]"))
        .isEqualTo(new Sequence(List.of(new Whole(1), new Whole(1))));
    assertThat(PythonLiteral.parse("2 * \\\n 60")).isEqualTo(new Whole(120));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true",
        "localhost",
        "int(5)",
        "os.environ",
        "'a",
        "'a\nb'",
        "'''a",
        "[1, 2",
        "[1 2]",
        "(1]",
        "{1}",
        "{1: }",
        "1 2",
        "[,]",
        "1 / 2",
        "2 ** 3",
        "'a' + 'b'",
        "True + 1",
        "-'a'",
        "012a",
        "1__0",
        "1_",
        "0x",
        "1.2.3",
        "9223372036854775808",
        "9223372036854775807 + 1",
        "1e999",
        "1e300 * 1e300",
        "'\\xg1'",
        "'\\U00110000'",
        "@",
      })
  void parse_refusesEverythingElse(String text) {
    assertThatExceptionOfType(LiteralException.class)
        .isThrownBy(() -> PythonLiteral.parse(text))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
  }

  @Test
  void parse_refusesDeepNesting() {
    assertThatExceptionOfType(LiteralException.class)
        .isThrownBy(() -> PythonLiteral.parse("[".repeat(100_000)));
    assertThatExceptionOfType(LiteralException.class)
        .isThrownBy(() -> PythonLiteral.parse("-".repeat(100_000) + "1"));
  }

  @Test
  void text_isNotShown() {
    assertThat(new Sequence(List.of(new Text("hunter2"))).toString()).doesNotContain("hunter2");
  }

  private static void assertText(String source, String value) throws LiteralException {
    assertThat(PythonLiteral.parse(source)).isEqualTo(new Text(value));
  }
}
