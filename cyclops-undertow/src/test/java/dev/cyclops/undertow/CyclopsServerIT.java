/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class CyclopsServerIT {
  private final RecordingBarrier barrier = new RecordingBarrier();

  @Test
  void start_saysWhichPortIsInUse() throws Exception {
    try (CyclopsServer first = barrier.serve()) {
      CyclopsServer second =
          new CyclopsServer.Builder(barrier).host("127.0.0.1").port(first.port()).build();

      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + first.port())
          .hasMessageContaining("in use");
      second.close();
    }
  }

  @Test
  void stop_endsConnectionsAndFreesThePort() throws Exception {
    CyclopsServer first = barrier.serve();
    int port = first.port();
    RawClient idle = new RawClient(port);
    assertThat(idle.request("GET", "/healthcheck").status()).isEqualTo(200);

    first.stop();
    first.stop();

    assertThatThrownBy(() -> idle.request("GET", "/healthcheck")).isInstanceOf(IOException.class);
    CyclopsServer second =
        new CyclopsServer.Builder(barrier).host("127.0.0.1").port(port).build().start();
    try (RawClient client = new RawClient(port)) {
      assertThat(client.request("GET", "/healthcheck").status()).isEqualTo(200);
    }
    second.close();
  }

  @Test
  void start_isForOnce() throws Exception {
    try (CyclopsServer server = barrier.serve()) {
      assertThatIllegalStateException().isThrownBy(server::start);
    }
  }
}
