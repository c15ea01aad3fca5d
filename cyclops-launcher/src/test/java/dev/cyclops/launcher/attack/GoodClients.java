/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients that report one event after the other, each over a connection of its own. */
final class GoodClients {
  private static final int CLIENTS = 2;
  private static final int EVENTS = 2_000;

  private GoodClients() {}

  /** How long the slowest hundredth of all events took at least, in microseconds. */
  static long p99Micros(int port) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<long[]>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> report(port)));
    }
    threads.shutdown();
    long[] all = new long[CLIENTS * EVENTS];
    for (int i = 0; i < CLIENTS; i++) {
      System.arraycopy(clients.get(i).get(5, TimeUnit.MINUTES), 0, all, i * EVENTS, EVENTS);
    }
    Arrays.sort(all);
    return TimeUnit.NANOSECONDS.toMicros(all[all.length * 99 / 100]);
  }

  private static long[] report(int port) throws Exception {
    long[] nanos = new long[EVENTS];
    try (AttackConnection connection = new AttackConnection(port)) {
      for (int i = 0; i < EVENTS; i++) {
        byte[] event = AttackedServer.event(AttackedServer.newId());
        long start = System.nanoTime();
        connection.send(event);
        int status = connection.answer().status();
        nanos[i] = System.nanoTime() - start;
        assertThat(status).isEqualTo(200);
      }
    }
    return nanos;
  }
}
