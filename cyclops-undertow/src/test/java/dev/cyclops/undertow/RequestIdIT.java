/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.undertow.RawClient.Answer;
import dev.cyclops.undertow.forwarded.TrustedProxies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request is called by in an error answer. */
class RequestIdIT {
  private static final HttpOptions BEHIND_A_PROXY =
      HttpOptions.builder()
          .trustedProxies(TrustedProxies.parse(List.of("127.0.0.1", "::1")))
          .build();

  private static Answer ask(HttpOptions options, String path, String headers) throws Exception {
    RecordingBarrier barrier = new RecordingBarrier();
    try (CyclopsServer server = barrier.serve(options);
        RawClient client = new RawClient(server.port())) {
      return client.post(path, headers, "body");
    }
  }

  @Test
  void anError_hasAnIdOfOurs() throws Exception {
    assertThat(ask(HttpOptions.defaults(), "/nowhere", "").header("X-Request-Id"))
        .matches("[0-9a-f]{16}");
  }

  @Test
  void aSuccess_hasNone() throws Exception {
    Answer answer = ask(BEHIND_A_PROXY, "/api/3/store/", "X-Request-Id: abc\r\n");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).doesNotContainKey("x-request-id");
  }

  @Test
  void ofAStranger_doesNotCount() throws Exception {
    assertThat(
            ask(HttpOptions.defaults(), "/nowhere", "X-Request-Id: abc\r\n").header("X-Request-Id"))
        .matches("[0-9a-f]{16}");
  }

  @Test
  void ofATrustedProxy_countsWhateverIsWrong() throws Exception {
    String header = "X-Request-Id: 7f000001-ab:c/d=1\r\n";
    for (String path : List.of("/nowhere", "/api/0/store/")) {
      Answer answer = ask(BEHIND_A_PROXY, path, header);
      assertThat(answer.status()).as(path).isGreaterThanOrEqualTo(400);
      assertThat(answer.header("X-Request-Id")).as(path).isEqualTo("7f000001-ab:c/d=1");
    }
  }

  @Test
  void whatTheGuardTakesForNoRequest_hasAnIdOfOurs() throws Exception {
    Answer answer = ask(BEHIND_A_PROXY, "/api/3/store/#a", "X-Request-Id: abc\r\n");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "<script>",
        "a\"b",
        "",
        "a\u00e9",
        "${jndi:x}",
        "a;b",
        "x\r\nX-Request-Id: y"
      })
  void ofATrustedProxy_doesNotCountWhenItIsNoPlainWord(String id) throws Exception {
    Answer answer = ask(BEHIND_A_PROXY, "/nowhere", "X-Request-Id: " + id + "\r\n");
    assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
  }

  @Test
  void ofATrustedProxy_isBounded() throws Exception {
    String most = "x".repeat(128);
    assertThat(
            ask(BEHIND_A_PROXY, "/nowhere", "X-Request-Id: " + most + "\r\n")
                .header("X-Request-Id"))
        .isEqualTo(most);
    assertThat(
            ask(BEHIND_A_PROXY, "/nowhere", "X-Request-Id: " + most + "x\r\n")
                .header("X-Request-Id"))
        .matches("[0-9a-f]{16}");
  }
}
