/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.undertow.operator.OperatorPage.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperatorServerTest {
  private final Cyclops cyclops =
      Cyclops.builder().sentry("http://127.0.0.1:1").keys(KeySource.openToAll()).build();

  @AfterEach
  void close() {
    cyclops.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void start_refusesANetworkWithoutAToken(String host) {
    OperatorServer server = OperatorServer.builder(cyclops).host(host).port(0).build();
    assertThatIllegalStateException()
        .isThrownBy(server::start)
        .withMessageStartingWith(host + " is no loopback address: it needs a token");
    assertThatIllegalStateException().isThrownBy(server::port);
  }

  @Test
  void start_namesATakenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OperatorServer server = OperatorServer.builder(cyclops).port(taken.getLocalPort()).build();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(server::start)
          .withMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ");
    }
  }

  @Test
  void close_isIdempotent() throws Exception {
    OperatorServer server =
        OperatorServer.builder(cyclops).host("localhost").port(0).build().start();
    assertThat(server.port()).isPositive();
    assertThatIllegalStateException().isThrownBy(server::start);
    server.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fifteen-letters",
        "with a blank in it",
        "umlaut-ä-umlaut-ä",
        "line\nbreak-line-break"
      })
  void token_isLongAndVisibleAndNeverShown(String token) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OperatorServer.builder(cyclops).token(token))
        .withMessage("token is not 16 to 256 visible ASCII characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "metrics", "/", "/UPPER", "/a/../b%2f", "/a?b", "/a//b"})
  void page_hasAPlainPath(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                OperatorServer.builder(cyclops)
                    .page(path, request -> new Content("text/plain", "")))
        .withMessage("not a path of a page: " + path);
  }

  @Test
  void page_isAnsweredWhatWasAsked_byGetOnly() throws Exception {
    try (OperatorServer server =
        OperatorServer.builder(cyclops)
            .port(0)
            .page(
                "/more",
                request -> new Content("text/plain", request.accept() + " " + request.query()))
            .page("/stats", request -> new Content("text/plain", ""))
            .build()
            .start()) {
      String base = "http://127.0.0.1:" + server.port();
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest asked =
          HttpRequest.newBuilder(URI.create(base + "/more?a=b")).header("Accept", "x/y").build();

      HttpResponse<String> answer = client.send(asked, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.body()).isEqualTo("x/y a=b");

      HttpRequest posted =
          HttpRequest.newBuilder(URI.create(base + "/more"))
              .header("X-Cyclops-Operator", "1")
              .POST(BodyPublishers.noBody())
              .build();
      assertThat(client.send(posted, BodyHandlers.ofString()).statusCode()).isEqualTo(405);

      HttpRequest stats = HttpRequest.newBuilder(URI.create(base + "/stats")).build();
      assertThat(client.send(stats, BodyHandlers.ofString()).body()).contains("unaccounted");
    }
  }
}
