/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static dev.cyclops.undertow.PassThroughSetup.LONG;
import static dev.cyclops.undertow.PassThroughSetup.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.undertow.pass.PassThrough.Limits;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies far larger than what may be in memory. */
final class PassThroughStreamingIT {
  private static final int PIECE = 1 << 16;
  private static final long BODY = 200L << 20;
  private static final long HUGE = 1L << 30;

  /** What the two ends' sockets hold, and more. */
  private static final long IN_SOCKETS = 64L << 20;

  /** What is read and thrown away after a refusal, so that the client sees it. */
  private static final long LINGERING = 64L << 20;

  private static final long IN_MEMORY = 16L << 20;

  private final RecordingBarrier barrier = new RecordingBarrier();
  private final AtomicLong moved = new AtomicLong();

  /** Written again and again, so that the test itself leaves nothing to collect. */
  private final byte[] zeros = new byte[PIECE];

  private Upstream upstream;
  private CyclopsServer server;

  @BeforeEach
  void start() throws Exception {
    upstream = new Upstream(Upstream.Call::awaitClose);
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
    server.close();
  }

  private void serve(Duration idleTimeout) throws Exception {
    Limits limits = new Limits(32, HUGE, LONG, LONG, idleTimeout);
    server = PassThroughSetup.serve(barrier, upstream.port(), limits);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void answer_isStreamedInConstantMemory() throws Exception {
    upstream.script(
        call -> {
          call.answer("HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n");
          for (long sent = 0; sent < BODY; sent += PIECE) {
            call.out().write(zeros);
          }
        });
    serve(LONG);
    long direct = directBytes();
    long heap = heapBytes();
    try (RawClient client = new RawClient(server.port())) {
      client.send("GET " + PAGE + " HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(200);
      byte[] buffer = new byte[PIECE];
      long most = 0;
      for (long read = 0; read < BODY; ) {
        read += client.read(buffer);
        if (read > BODY / 2 && most == 0) {
          most = heapBytes();
        }
      }
      assertThat(most - heap).isLessThan(IN_MEMORY);
      assertThat(directBytes() - direct).isLessThan(IN_MEMORY);
    }
  }

  @Test
  void request_isStreamedInConstantMemory() throws Exception {
    AtomicLong most = new AtomicLong();
    upstream.script(
        call -> {
          for (long left = BODY; left > 0; ) {
            left -= call.in().readNBytes((int) Math.min(PIECE, left)).length;
            if (left < BODY / 2 && most.get() == 0) {
              most.set(heapBytes());
            }
          }
          call.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
    serve(LONG);
    long direct = directBytes();
    long heap = heapBytes();
    try (RawClient client = new RawClient(server.port())) {
      client.send("POST " + PAGE + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + BODY + "\r\n\r\n");
      byte[] piece = new byte[PIECE];
      for (long sent = 0; sent < BODY; sent += PIECE) {
        client.send(piece);
      }

      assertThat(client.read().body()).isEqualTo("ok");
      assertThat(most.get() - heap).isLessThan(IN_MEMORY);
      assertThat(directBytes() - direct).isLessThan(IN_MEMORY);
    }
  }

  @Test
  void clientThatDoesNotRead_stopsWhoWritesToIt() throws Exception {
    upstream.script(
        call -> {
          call.answer("HTTP/1.1 200 OK\r\nContent-Length: " + HUGE + "\r\n\r\n");
          while (moved.get() < HUGE) {
            call.out().write(zeros);
            moved.addAndGet(PIECE);
          }
        });
    serve(Duration.ofSeconds(2));
    try (RawClient client = new RawClient(server.port())) {
      client.send("GET " + PAGE + " HTTP/1.1\r\nHost: h\r\n\r\n");
      Eventually.await("Sentry's connection is closed", () -> upstream.ended.get() == 1);
    }

    assertThat(moved.get()).isPositive().isLessThan(IN_SOCKETS);
    Eventually.await("the slot is free", () -> server.inFlight().count() == 0);
  }

  @Test
  void sentryThatDoesNotRead_stopsWhoWritesToIt() throws Exception {
    upstream.script(call -> Eventually.await("the slot is free", this::isNothingUnderWay));
    serve(Duration.ofSeconds(2));
    try (RawClient client = new RawClient(server.port())) {
      client.send("POST " + PAGE + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + HUGE + "\r\n\r\n");
      byte[] piece = new byte[PIECE];
      while (isSent(client, piece) && moved.addAndGet(PIECE) < HUGE) {
        if (upstream.ended.get() == 1) {
          break;
        }
      }
    }

    assertThat(moved.get()).isPositive().isLessThan(LINGERING + IN_SOCKETS);
    Eventually.await("the slot is free", this::isNothingUnderWay);
  }

  private boolean isNothingUnderWay() {
    return server.inFlight().count() == 0 && moved.get() > 0;
  }

  private static boolean isSent(RawClient client, byte[] piece) {
    try {
      client.send(piece);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
