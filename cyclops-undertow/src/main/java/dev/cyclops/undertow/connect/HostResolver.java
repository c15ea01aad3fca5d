/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Finds the addresses of a host without holding up the I/O thread, which it is confined to: a
 * look-up may take seconds. Those who ask while one is under way share its answer.
 */
final class HostResolver {
  private final String host;
  private final Executor lookups;
  private final Executor ioThread;
  private final List<Consumer<List<InetAddress>>> waiting = new ArrayList<>();

  /**
   * For one host.
   *
   * @param host a name or an address, an IPv6 address in brackets
   * @param lookups where it may block
   * @param ioThread where answers are given
   */
  HostResolver(String host, Executor lookups, Executor ioThread) {
    this.host = host;
    this.lookups = lookups;
    this.ioThread = ioThread;
  }

  /** Whether the host is written as an address, which needs no look-up. */
  static boolean isAddress(String host) {
    return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /** Asks for the addresses in the order to try them; none when the host is not known. */
  void resolve(Consumer<List<InetAddress>> receiver) {
    waiting.add(receiver);
    if (waiting.size() > 1) {
      return;
    }
    lookups.execute(
        () -> {
          List<InetAddress> found = lookUp();
          ioThread.execute(() -> answer(found));
        });
  }

  private List<InetAddress> lookUp() {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private void answer(List<InetAddress> found) {
    List<Consumer<List<InetAddress>>> receivers = List.copyOf(waiting);
    waiting.clear();
    receivers.forEach(receiver -> receiver.accept(found));
  }
}
