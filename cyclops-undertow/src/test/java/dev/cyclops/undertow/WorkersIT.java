/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Receipt;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.undertow.RawClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WorkersIT {
  private static final String POST =
      "POST /api/3/store/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";

  @Test
  void barrierThatNeverBlocks_isCalledOnTheIoThread() throws Exception {
    RecordingBarrier barrier = new RecordingBarrier();
    try (CyclopsServer server = barrier.serve();
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(POST).read().status()).isEqualTo(200);

      assertThat(barrier.threads.get(0)).contains("I/O");
    }
  }

  @Test
  void barrierThatBlocks_isCalledOnAWorker() throws Exception {
    RecordingBarrier barrier = new RecordingBarrier(true);
    try (CyclopsServer server = barrier.serve();
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(POST).read().status()).isEqualTo(200);
      }

      assertThat(barrier.threads).hasSize(3).allMatch(name -> name.startsWith("cyclops-http-"));
    }
  }

  @Test
  void fullQueue_slowsClientsDown() throws Exception {
    RecordingBarrier barrier = new RecordingBarrier(true);
    CountDownLatch release = new CountDownLatch(1);
    barrier.answerWith(
        event -> {
          awaitQuietly(release);
          return CompletableFuture.completedFuture(RecordingBarrier.receipt(Outcome.PROCESSED));
        });
    try (CyclopsServer server = barrier.serve(HttpOptions.builder().workers(1, 1).build());
        RawClient atWork = new RawClient(server.port());
        RawClient queued = new RawClient(server.port());
        RawClient refused = new RawClient(server.port());
        RawClient shed = new RawClient(server.port())) {
      atWork.send(POST);
      Eventually.await("the worker is busy", () -> barrier.events.size() == 1);
      queued.send(POST);
      Eventually.await("the queue is full", () -> server.inFlight().count() == 2);

      Answer busy = refused.send(POST).read();
      Answer told = shed.post("/api/3/minidump/", "", "dump");
      release.countDown();

      assertThat(busy.status()).isEqualTo(429);
      assertThat(busy.header("X-Sentry-Rate-Limits")).isEqualTo("1::key:busy");
      assertThat(busy.header("Retry-After")).isEqualTo("1");
      assertThat(told.status()).isEqualTo(200);
      assertThat(told.body()).isEqualTo("01234567-89ab-cdef-0123-456789abcdef");
      assertThat(told.header("X-CYCLOPS-STATUS")).isEqualTo("SHED");
      assertThat(barrier.shed).hasSize(1);
      assertThat(atWork.read().status()).isEqualTo(200);
      assertThat(queued.read().status()).isEqualTo(200);
    }
  }

  /** A storage may have to ask a server how much it holds. */
  @Test
  void count_thatWaitsHoldsUpNoEvent() throws Exception {
    RecordingBarrier barrier = new RecordingBarrier();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    barrier.onStats =
        () -> {
          asked.countDown();
          awaitQuietly(release);
        };
    try (CyclopsServer server = barrier.serve();
        RawClient operator = new RawClient(server.port());
        RawClient client = new RawClient(server.port())) {
      operator.send("GET /count HTTP/1.1\r\nHost: h\r\n\r\n");
      awaitQuietly(asked);
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(POST).read().status()).isEqualTo(200);
      }
      assertThat(client.request("GET", "/healthcheck").status()).isEqualTo(200);
      release.countDown();
      assertThat(operator.read().status()).isEqualTo(200);
    }
  }

  @Test
  void count_isAskedByFewAtOnce() throws Exception {
    RecordingBarrier barrier = new RecordingBarrier();
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger asking = new AtomicInteger();
    AtomicInteger together = new AtomicInteger();
    barrier.onStats =
        () -> {
          together.accumulateAndGet(asking.incrementAndGet(), Math::max);
          awaitQuietly(release);
          asking.decrementAndGet();
        };
    List<RawClient> operators = new ArrayList<>();
    try (CyclopsServer server = barrier.serve();
        RawClient late = new RawClient(server.port())) {
      for (int i = 0; i < 65; i++) {
        operators.add(new RawClient(server.port()).send("GET /count HTTP/1.1\r\nHost: h\r\n\r\n"));
      }
      Eventually.await("all wait", () -> server.inFlight().count() == 65 && asking.get() == 1);
      assertThat(late.request("GET", "/count").status()).isEqualTo(429);
      release.countDown();
      for (RawClient operator : operators) {
        assertThat(operator.read().status()).isEqualTo(200);
        operator.close();
      }
      assertThat(together.get()).isEqualTo(1);
    }
  }

  @Test
  void count_thatFailsIsAnError() throws Exception {
    RecordingBarrier barrier = new RecordingBarrier();
    barrier.onStats =
        () -> {
          throw new IllegalStateException("connection lost");
        };
    try (CyclopsServer server = barrier.serve();
        RawClient client = new RawClient(server.port())) {
      Answer answer = client.request("GET", "/count");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("lost");
    }
  }

  @Test
  void receiptThatComesLater_isAnsweredThen() throws Exception {
    RecordingBarrier barrier = new RecordingBarrier();
    List<CompletableFuture<Receipt>> pending = new CopyOnWriteArrayList<>();
    barrier.answerWith(
        event -> {
          CompletableFuture<Receipt> receipt = new CompletableFuture<>();
          pending.add(receipt);
          return receipt;
        });
    try (CyclopsServer server = barrier.serve();
        RawClient client = new RawClient(server.port());
        RawClient other = new RawClient(server.port())) {
      client.send(POST + POST);
      Eventually.await("the first is pending", () -> pending.size() == 1);
      assertThat(other.request("GET", "/healthcheck").status()).isEqualTo(200);

      pending.get(0).complete(RecordingBarrier.receipt(Outcome.IGNORED));
      assertThat(client.read().header("X-CYCLOPS-STATUS")).isEqualTo("IGNORED");
      Eventually.await("the second is pending", () -> pending.size() == 2);
      pending.get(1).completeExceptionally(new IllegalStateException("disk"));
      assertThat(client.read().status()).isEqualTo(500);
    }
  }

  @Test
  void stop_finishesWhatIsBeingRead() throws Exception {
    RecordingBarrier barrier = new RecordingBarrier();
    CyclopsServer server = barrier.serve();
    try (RawClient client = new RawClient(server.port())) {
      client.send(POST.replace("Content-Length: 4", "Content-Length: 8"));
      Eventually.await("it is being read", () -> server.inFlight().count() == 1);
      Thread stopping = new Thread(server::stop);
      stopping.start();
      Eventually.await("it is stopping", server.inFlight()::isDraining);

      Answer answer = client.send("more").read();
      stopping.join();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(barrier.events.get(0).body()).hasSize(8);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
