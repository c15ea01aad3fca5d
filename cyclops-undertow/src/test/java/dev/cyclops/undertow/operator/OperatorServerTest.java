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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
}
