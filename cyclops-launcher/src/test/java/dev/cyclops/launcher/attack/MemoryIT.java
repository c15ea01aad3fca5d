/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.attack.AttackConnection.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that mean to use up the memory of a server which has 256 MiB of it.
 *
 * <p>How much of the heap they need is taken from the log of the collector, as the most that was
 * left behind any of its pauses while they were at it, full collections asked for all the time
 * included: what lives, and the garbage that no collection had found yet. Garbage between two
 * pauses is no need: any heap, however large, fills up before it is collected.
 */
@Tag("attacks")
class MemoryIT {
  private static final int HEAP_MEBIBYTES = 256;
  private static final int BOMBS = 100;
  private static final int MOST_MEBIBYTES_MORE = 64;
  private static final int CONNECTIONS = 2_000;
  private static final int CLAIMED_BYTES = 20 << 20;

  @TempDir private Path folder;
  private AttackedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new AttackedServer(folder, HEAP_MEBIBYTES);
    for (int i = 0; i < 20; i++) {
      server.checkCanary();
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bombs_areAllRefusedWithLittleMoreHeap() throws Exception {
    List<byte[]> requests = new ArrayList<>();
    for (Bomb bomb : Bomb.values()) {
      requests.add(request(bomb));
    }
    // Whatever the first bomb of each kind loads for good is no cost of a hundred.
    for (byte[] request : requests) {
      assertThat(refuse(request, new AtomicInteger())).isEqualTo(413);
    }
    server.collectGarbage();
    List<Integer> before = server.gc.mebibytesAfterPauses();
    int base = before.get(before.size() - 1);

    AtomicInteger busy = new AtomicInteger();
    List<Future<Integer>> statuses = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(BOMBS);
    ExecutorService threads = Executors.newFixedThreadPool(BOMBS);
    for (int i = 0; i < BOMBS; i++) {
      byte[] request = requests.get(i % requests.size());
      statuses.add(
          threads.submit(
              () -> {
                together.countDown();
                together.await();
                return refuse(request, busy);
              }));
    }
    threads.shutdown();
    do {
      server.collectGarbage();
    } while (!threads.awaitTermination(100, TimeUnit.MILLISECONDS));

    List<Integer> all = server.gc.mebibytesAfterPauses();
    List<Integer> during = all.subList(before.size(), all.size());
    int most = during.stream().mapToInt(Integer::intValue).max().orElseThrow();
    System.out.printf(
        "bombs: heap %d MiB before, at most %d MiB behind any of %d collections; %d times 429%n",
        base, most, during.size(), busy.get());
    for (Future<Integer> status : statuses) {
      assertThat(status.get()).isEqualTo(413);
    }
    assertThat(most - base).isLessThanOrEqualTo(MOST_MEBIBYTES_MORE);
    server.checkCanary();
  }

  private static byte[] request(Bomb bomb) {
    byte[] body = bomb.body();
    byte[] head = AttackConnection.ascii(AttackedServer.head(bomb.encoding, body.length));
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /** Sends a bomb until it is judged: the bodies of a hundred are more than are read at once. */
  private int refuse(byte[] request, AtomicInteger busy) throws IOException {
    while (true) {
      try (AttackConnection connection = new AttackConnection(server.port())) {
        connection.send(request);
        Answer answer = connection.answer();
        if (answer.status() != 429) {
          return answer.status();
        }
        checkPrecise(answer);
        busy.incrementAndGet();
      }
    }
  }

  private static void checkPrecise(Answer answer) {
    assertThat(answer.header("X-Sentry-Rate-Limits")).matches("[1-5]:[a-z_;]*:key:[a-z_]+.*");
    assertThat(answer.header("Retry-After")).matches("[1-5]");
  }

  @Test
  void claimsOfMuch_getOnlyWhatThereIs() throws Exception {
    byte[] request = AttackConnection.ascii(AttackedServer.head("", CLAIMED_BYTES) + "{\"a");
    List<AttackConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        AttackConnection connection = new AttackConnection(server.port());
        connections.add(connection);
        connection.send(request);
      }
      server.collectGarbage();
      server.checkCanary();
      int refused = 0;
      for (AttackConnection connection : connections) {
        if (connection.hasAnswer()) {
          Answer answer = connection.answer();
          assertThat(answer.status()).isEqualTo(429);
          checkPrecise(answer);
          refused++;
        }
      }
      List<Integer> heap = server.gc.mebibytesAfterPauses();
      System.out.printf(
          "claims: %d of %d refused with 429, heap %d MiB%n",
          refused, CONNECTIONS, heap.get(heap.size() - 1));
      assertThat(heap.get(heap.size() - 1)).isLessThan(HEAP_MEBIBYTES / 2);
    } finally {
      for (AttackConnection connection : connections) {
        connection.close();
      }
    }
    server.checkCanary();
  }

  @Test
  void headersWithoutEnd_holdNoMoreThanTheyMay() throws Exception {
    String start = "POST /api/3/store/ HTTP/1.1\r\nHost: cyclops.example\r\n";
    byte[] request = AttackConnection.ascii(start + "X: " + "a".repeat(15_000));
    List<AttackConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        AttackConnection connection = new AttackConnection(server.port());
        connections.add(connection);
        connection.send(request);
      }
      server.collectGarbage();
      server.checkCanary();
      byte[] more = AttackConnection.ascii("a".repeat(49_000));
      for (AttackConnection connection : connections) {
        connection.send(more);
      }
      server.collectGarbage();
      server.checkCanary();
      List<Integer> heap = server.gc.mebibytesAfterPauses();
      System.out.printf("headers: heap %d MiB%n", heap.get(heap.size() - 1));
      for (AttackConnection connection : connections) {
        assertThat(connection.answer().status()).isIn(431, 429, 408);
      }
      assertThat(heap.get(heap.size() - 1)).isLessThan(HEAP_MEBIBYTES / 2);
    } finally {
      for (AttackConnection connection : connections) {
        connection.close();
      }
    }
    server.checkCanary();
  }
}
