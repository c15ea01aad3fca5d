/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of 127.0.0.1 that the system gives to nobody else, be it a server or the own end of a
 * client, while servers come and go on it: those that bind it by its number, with SO_REUSEADDR as
 * servers do. Who connects while none is there is refused.
 */
final class ReservedPort implements AutoCloseable {
  private final Socket holding;

  private ReservedPort(Socket holding) {
    this.holding = holding;
  }

  /**
   * Takes one.
   *
   * @param port its number; 0 for a free one
   * @throws java.net.BindException when somebody listens on it
   */
  static ReservedPort of(int port) throws IOException {
    // Bound, and never connected nor listening.
    Socket holding = new Socket();
    try {
      holding.setReuseAddress(true);
      holding.bind(new InetSocketAddress(Listener.loopback(), port));
      return new ReservedPort(holding);
    } catch (IOException e) {
      holding.close();
      throw e;
    }
  }

  int number() {
    return holding.getLocalPort();
  }

  @Override
  public void close() {
    try {
      holding.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
