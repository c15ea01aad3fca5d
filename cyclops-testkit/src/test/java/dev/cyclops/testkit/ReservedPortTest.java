/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ReservedPortTest {
  @Test
  void port_isNobodyElsesWhileServersComeAndGo() throws Exception {
    try (ReservedPort port = ReservedPort.of(0);
        ServerSocket stranger = new ServerSocket()) {
      InetSocketAddress address = new InetSocketAddress(Listener.loopback(), port.number());
      // As the system treats who asks for any port.
      stranger.setReuseAddress(false);
      for (int i = 0; i < 2; i++) {
        try (ServerSocket server = new ServerSocket()) {
          server.setReuseAddress(true);
          server.bind(address);
        }
        assertThatThrownBy(() -> stranger.bind(address)).isInstanceOf(BindException.class);
        assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
            .isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void of_refusesAPortThatSomebodyListensOn() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, Listener.loopback())) {
      assertThatThrownBy(() -> ReservedPort.of(server.getLocalPort()))
          .isInstanceOf(BindException.class);
    }
  }
}
