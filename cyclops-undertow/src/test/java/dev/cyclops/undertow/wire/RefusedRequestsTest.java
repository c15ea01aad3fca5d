/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RefusedRequestsTest {
  private static final String CANARY = "GET /canary HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

  record Head(int status, String bytes) {
    @Override
    public String toString() {
      String shown = bytes.substring(0, Math.min(70, bytes.length()));
      return status + " " + shown.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }
  }

  static Stream<Head> heads() {
    List<Head> all = new ArrayList<>();
    bad(
        all,
        "\n" + CANARY,
        "\r\n\r\n" + CANARY,
        "\rGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        " GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "G@T / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\u00c7ET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "M".repeat(33) + " / HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /  HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
        "GET /\tHTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a\0b HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a\u007fb HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /?a=%4 HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /%4g HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: h\r\n\r\n",
        "OPTIONS ** HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET http://u@h/a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /?" + "&".repeat(1001) + " HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /\r\n\r\n",
        "GET /\n",
        "GET / HTTP/1.1\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\n\n",
        "GET / HTTP/1.1\r\nHost: h\r\n\rX",
        "GET / HTTP/1.1\r\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\rHost: h\r\n\r\n",
        "GET / http/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.10\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n\tc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA b: c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA(: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\n\u00e9: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: b\0c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: 0123456\u007f9\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: 01234567890\u001b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: h\r\nhost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h:0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h:65536\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h:+80\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [1:2]\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [1::2::3]\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [1:2:3:4:5:6:7:8:9]\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [12345::]\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [1:]\r\n\r\n",
        post("Content-Length: 3\r\nContent-Length: 3\r\n"),
        post("Content-Length: 3, 3\r\n"),
        post("Content-Length: \r\n"),
        post("Content-Length: +3\r\n"),
        post("Content-Length: -3\r\n"),
        post("Content-Length: 0x3\r\n"),
        post("Content-Length: 3 3\r\n"),
        post("Content-Length: 0000000000000000003\r\n"),
        post("Content-Length: 99999999999999999999\r\n"),
        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        post("Transfer-Encoding: chunked, chunked\r\n"),
        post("Transfer-Encoding: gzip, chunked\r\n"),
        post("Transfer-Encoding: xchunked\r\n"),
        post("Transfer-Encoding: \"chunked\"\r\n"),
        post("Transfer-Encoding: identity\r\n"),
        post("Transfer-Encoding:\r\n"),
        post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"),
        post("content-length: 3\r\ntransfer-encoding: chunked\r\n"),
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    all.add(new Head(405, "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n"));
    all.add(new Head(417, post("Expect: 200-ok\r\n")));
    all.add(new Head(417, post("Expect: 100-continue, 100-continue\r\n")));
    all.add(new Head(505, "GET / HTTP/2.0\r\nHost: h\r\n\r\n"));
    all.add(new Head(505, "GET / HTTP/1.2\r\nHost: h\r\n\r\n"));
    all.add(new Head(505, "GET / HTTP/0.9\r\nHost: h\r\n\r\n"));
    all.add(new Head(414, "POST /" + "a".repeat(200) + " HTTP/1.1\r\nHost: h\r\n\r\n"));
    all.add(new Head(414, "GET /" + "a".repeat(200) + " HTTP/1.1\r\nHost: h\r\n\r\n"));
    all.add(new Head(414, "GET /?sentry_data=" + "a".repeat(400) + " HTTP/1.1\r\nHost: h\r\n\r\n"));
    all.add(new Head(414, "POST /" + "a".repeat(1000)));
    all.add(new Head(431, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(600) + "\r\n\r\n"));
    all.add(new Head(431, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(1000)));
    all.add(new Head(431, "GET / HTTP/1.1\r\nHost: h\r\n" + "X: a\r\n".repeat(20) + "\r\n"));
    return all.stream();
  }

  private static void bad(List<Head> all, String... heads) {
    for (String head : heads) {
      all.add(new Head(head.length() > 400 ? 414 : 400, head));
    }
  }

  private static String post(String framing) {
    return "POST / HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n";
  }

  /** In one piece, in any two, and byte by byte, and never more than the request before it. */
  @ParameterizedTest
  @MethodSource("heads")
  void head_isRefusedHoweverItComes(Head head) throws Exception {
    byte[] bytes = Guarded.bytes(CANARY + head.bytes() + CANARY);
    for (int cut = 0; cut < bytes.length; cut++) {
      assertRefused(head, new Guarded(), new ScriptedPieces(bytes, cut));
    }
    assertRefused(head, new Guarded(), new ScriptedPieces(bytes, -1));
  }

  private record ScriptedPieces(byte[] bytes, int cut) {
    void feed(ScriptedSource source) {
      if (cut >= 0) {
        source.then(bytes, 0, cut).then(bytes, cut, bytes.length);
      } else {
        for (int i = 0; i < bytes.length; i++) {
          source.then(bytes, i, i + 1);
        }
      }
    }
  }

  private static void assertRefused(Head head, Guarded guarded, ScriptedPieces pieces)
      throws Exception {
    pieces.feed(guarded.source);

    assertThat(guarded.readAll()).isEqualTo(CANARY + new String(Synthetic.REQUEST, ISO_8859_1));
    assertThat(guarded.guard.refusal().status()).isEqualTo(head.status());
    assertThat(guarded.guard.refusal().detail()).isNotEmpty();
    assertThat(guarded.budget.used).isZero();
  }

  static Stream<String> bodies() {
    return Stream.of(
        "5 \r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "5_0\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n",
        ";a\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\rhello\r\n0\r\n\r\n",
        "000000005\r\nhello\r\n0\r\n\r\n",
        "fffffffff\r\nhello\r\n0\r\n\r\n",
        "5;a\nhello\r\n0\r\n\r\n",
        "5;a\0\r\nhello\r\n0\r\n\r\n",
        "5;\u00e9\r\nhello\r\n0\r\n\r\n",
        "5;" + "a".repeat(1025) + "\r\nhello\r\n0\r\n\r\n",
        ("1;" + "a".repeat(520) + "\r\nh\r\n").repeat(2) + "0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\r0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "0\r\nX\r\n\r\n",
        "0\n\r\n",
        "0\r\n\n",
        "0\r\n\rX",
        "0\r\nA: b\n\r\n",
        "0\r\n A: b\r\n\r\n",
        "0\r\nA: b\r\n c\r\n\r\n",
        "0\r\nA: b\0\r\n\r\n",
        "0\r\nContent-Length: 5\r\n\r\n",
        "0\r\ntransfer-encoding: chunked\r\n\r\n",
        "0\r\nHost: other\r\n\r\n",
        "0\r\nExpect: 100-continue\r\n\r\n",
        "0\r\nA: " + "b".repeat(600) + "\r\n\r\n",
        "0\r\n" + "A: b\r\n".repeat(21) + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void body_isRefusedHoweverItComes(String body) throws Exception {
    byte[] bytes = Guarded.bytes(CHUNKED + "3\r\nabc\r\n" + body + CANARY);
    for (int cut = 0; cut < bytes.length; cut++) {
      assertBodyRefused(new ScriptedPieces(bytes, cut));
    }
    assertBodyRefused(new ScriptedPieces(bytes, -1));
  }

  private static void assertBodyRefused(ScriptedPieces pieces) throws Exception {
    Guarded guarded = new Guarded();
    pieces.feed(guarded.source);

    String seen = guarded.readAll();

    // Whole lines and content only, and never an end.
    assertThat(seen).startsWith(CHUNKED + "3\r\nabc").doesNotContain("canary", "\r\n0\r\n");
    assertThat(guarded.guard.bodyRefusal().status()).isEqualTo(400);
    assertThat(guarded.guard.refusal()).isNull();
    assertThat(guarded.read()).isEmpty();
    assertThat(guarded.budget.used).isZero();
  }
}
