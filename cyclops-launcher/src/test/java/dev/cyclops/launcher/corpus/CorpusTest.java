/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.launcher.corpus.RequestGrammar.Violation;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTest {
  @Test
  void corpus_isLargeAndItsNamesAreUnique() throws Exception {
    Set<String> names = Corpus.cases().stream().map(CorpusCase::name).collect(Collectors.toSet());

    assertThat(names).hasSizeGreaterThanOrEqualTo(300).hasSameSizeAs(Corpus.cases());
  }

  @Test
  void defences_haveACaseEachThatWouldMissThem() throws Exception {
    Set<String> tagged = new TreeSet<>();
    Corpus.cases().forEach(test -> tagged.addAll(test.defences()));

    assertThat(tagged).isEqualTo(Corpus.defences().keySet());
  }

  @Test
  void text_isTurnedIntoBytes() {
    assertThat(bytes("a\\r\\n\\0\\t\\xff\\\\${ab*3}${gzip:x}").substring(0, 15))
        .isEqualTo("a\r\n\0\t\u00ff\\ababab\u001f\u008b");
    assertThat(bytes("${body:{\"a\":{}}}")).isEqualTo("Content-Length: 8\r\n\r\n{\"a\":{}}");
    assertThat(bytes("${chunked:${a*16}}"))
        .isEqualTo("Transfer-Encoding: chunked\r\n\r\n10\r\naaaaaaaaaaaaaaaa\r\n0\r\n\r\n");
    assertThat(bytes("${cut 1:abc}${flip -1:abc}")).isEqualTo("ababb");
    assertThatThrownBy(() -> bytes("${nothing}")).hasMessageContaining("here: unknown macro");
  }

  private static String bytes(String text) {
    return new String(new WireText("here", "name").bytes(text), ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
      })
  void grammar_refuses(String text) {
    assertThatThrownBy(() -> RequestGrammar.parse(text.getBytes(ISO_8859_1)))
        .isInstanceOf(Violation.class);
  }

  @Test
  void grammar_takesRequestsApart() throws Exception {
    String text =
        "POST /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
            + "POST /c HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "1\r\nx\r\na\r\n0123456789\r\n0\r\n\r\n";

    assertThat(RequestGrammar.parse(text.getBytes(ISO_8859_1)))
        .extracting(request -> request.line() + " " + new String(request.body(), ISO_8859_1))
        .containsExactly("POST /a?b {}", "POST /c x0123456789");
  }
}
