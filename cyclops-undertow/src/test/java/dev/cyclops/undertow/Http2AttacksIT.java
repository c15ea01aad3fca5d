/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static dev.cyclops.undertow.RawHttp2.CONTINUATION;
import static dev.cyclops.undertow.RawHttp2.DATA;
import static dev.cyclops.undertow.RawHttp2.END_HEADERS;
import static dev.cyclops.undertow.RawHttp2.END_STREAM;
import static dev.cyclops.undertow.RawHttp2.HEADERS;
import static dev.cyclops.undertow.RawHttp2.PING;
import static dev.cyclops.undertow.RawHttp2.PRIORITY;
import static dev.cyclops.undertow.RawHttp2.RST_STREAM;
import static dev.cyclops.undertow.RawHttp2.SETTINGS;
import static dev.cyclops.undertow.RawHttp2.WINDOW_UPDATE;
import static dev.cyclops.undertow.RawHttp2.block;
import static dev.cyclops.undertow.RawHttp2.ints;
import static dev.cyclops.undertow.RawHttp2.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.undertow.RawHttp2.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of these ends its stream or its connection, and touches nobody else. */
final class Http2AttacksIT {
  private static final int PROTOCOL_ERROR = 1;
  private static final int FRAME_SIZE_ERROR = 6;
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int MAX_CREDIT = 1000;
  private static final int MAX_FRAME_BYTES = 16 << 10;
  private static final Duration SHORT = Duration.ofMillis(100);

  /** How often something is tried that a stall of the machine may spoil. */
  private static final int TRIES = 20;

  private final RecordingBarrier barrier = new RecordingBarrier();
  private CyclopsServer server;
  private RawHttp2 canary;
  private RawHttp2 attacker;

  @BeforeEach
  void start() throws Exception {
    serve(HttpOptions.defaults());
    canary = RawHttp2.open(server.port());
    assertThat(canary.get(1, "/healthcheck").flush().answer(1).status()).isEqualTo(200);
    attacker = RawHttp2.open(server.port());
  }

  private void serve(HttpOptions options) throws IOException {
    server =
        new CyclopsServer.Builder(barrier)
            .host("127.0.0.1")
            .port(0)
            .ioThreads(1)
            .options(options)
            .h2c(true)
            .build()
            .start();
  }

  private void serveWith(HttpOptions.Builder options) throws IOException {
    attacker.close();
    canary.close();
    server.close();
    serve(options.build());
    attacker = RawHttp2.open(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    attacker.close();
    canary.close();
    server.close();
  }

  private void assertCanaryLives() throws IOException {
    assertThat(canary.get(3, "/healthcheck").flush().answer(3).status()).isEqualTo(200);
    try (RawClient other = new RawClient(server.port())) {
      assertThat(other.request("GET", "/healthcheck").status()).isEqualTo(200);
    }
  }

  /** Writes until the server is through with it. */
  private void flood(Runnable frames) {
    try {
      for (int i = 0; i < 1000; i++) {
        frames.run();
        attacker.flush();
      }
    } catch (IOException e) {
      // It has closed the connection.
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {PING, SETTINGS, PRIORITY, WINDOW_UPDATE, 42})
  void framesThatBringNothing_endTheConnection(int type) throws Exception {
    byte[] payload =
        switch (type) {
          case PING -> new byte[8];
          case SETTINGS -> new byte[0];
          case PRIORITY -> new byte[5];
          default -> ints(1);
        };
    int stream = type == PRIORITY ? 1 : 0;
    flood(
        () -> {
          for (int i = 0; i < 100; i++) {
            attacker.frame(type, 0, stream, payload);
          }
        });

    attacker.awaitEnd();
    assertCanaryLives();
  }

  @Test
  void control_framesWithinReasonAreServed() throws Exception {
    for (int i = 0; i < MAX_CREDIT / 2; i++) {
      attacker.frame(PING, 0, 0, new byte[8]);
    }

    assertThat(attacker.post(1, "x").flush().answer(1).status()).isEqualTo(200);
  }

  @Test
  void rapidReset_endsTheConnection() throws Exception {
    // No answer yet, so that there is something to reset.
    barrier.answerWith(event -> new CompletableFuture<>());
    int[] stream = {1};
    flood(
        () -> {
          for (int i = 0; i < 50; i++) {
            attacker.post(stream[0], "x").frame(RST_STREAM, 0, stream[0], ints(8));
            stream[0] += 2;
          }
        });

    attacker.awaitEnd();
    assertThat(barrier.events.size()).isLessThan(MAX_CREDIT);
    assertCanaryLives();
  }

  @Test
  void moreStreamsThanAllowed_areRefused() throws Exception {
    for (int i = 0; i <= PublicPort.MAX_HTTP2_STREAMS; i++) {
      attacker.frame(HEADERS, END_HEADERS, 2 * i + 1, request("POST", "/api/3/store/"));
    }

    Frame refused = attacker.flush().await(RST_STREAM);

    assertThat(refused.code()).isEqualTo(REFUSED_STREAM);
    assertThat(refused.stream()).isEqualTo(2 * PublicPort.MAX_HTTP2_STREAMS + 1);
    attacker.frame(DATA, END_STREAM, 1, (byte) 'x');
    assertThat(attacker.flush().answer(1).status()).isEqualTo(200);
    assertCanaryLives();
  }

  @Test
  void emptyContinuations_endTheConnection() throws Exception {
    attacker.frame(HEADERS, 0, 1, request("GET", "/healthcheck"));
    flood(
        () -> {
          for (int i = 0; i < 100; i++) {
            attacker.frame(CONTINUATION, 0, 1);
          }
        });

    attacker.awaitEnd();
    assertCanaryLives();
  }

  @Test
  void longHeaderBlocks_endTheConnection() throws Exception {
    attacker.frame(HEADERS, 0, 1, request("GET", "/healthcheck"));
    flood(() -> attacker.frame(CONTINUATION, 0, 1, block("x-long", "a".repeat(8000))));

    attacker.awaitEnd();
    assertCanaryLives();
  }

  @Test
  void headersOverTheLimit_are431() throws Exception {
    attacker.frame(HEADERS, 0, 1, request("GET", "/healthcheck", "x-a", "a".repeat(8000)));
    attacker.frame(CONTINUATION, END_HEADERS | END_STREAM, 1, block("x-b", "b".repeat(8000)));
    byte[] many = new byte[0];
    for (int i = 0; i < 110; i++) {
      byte[] one = block("x-" + i % 60, "v");
      many = Arrays.copyOf(many, many.length + one.length);
      System.arraycopy(one, 0, many, many.length - one.length, one.length);
    }
    byte[] start = request("GET", "/healthcheck");
    byte[] all = Arrays.copyOf(start, start.length + many.length);
    System.arraycopy(many, 0, all, start.length, many.length);
    attacker.frame(HEADERS, END_HEADERS | END_STREAM, 3, all);

    assertThat(attacker.flush().answer(1).status()).isEqualTo(200);
    assertThat(attacker.answer(3).status()).isEqualTo(431);
  }

  @Test
  void hpackBomb_endsTheConnection() throws Exception {
    // One large entry in the table, named again and again by one byte each.
    byte[] value = new byte[3 + 2 + 3000];
    Arrays.fill(value, (byte) 'a');
    byte[] name = {
      0x40, 1, 'x', 127, (byte) (0x80 | (3000 - 127) % 128), (byte) ((3000 - 127) / 128)
    };
    byte[] entry = Arrays.copyOf(name, name.length + 3000);
    Arrays.fill(entry, name.length, entry.length, (byte) 'a');
    byte[] start = request("GET", "/healthcheck");
    byte[] bomb = Arrays.copyOf(start, start.length + entry.length + 10_000);
    System.arraycopy(entry, 0, bomb, start.length, entry.length);
    Arrays.fill(bomb, start.length + entry.length, bomb.length, (byte) 0xbe);
    attacker.frame(HEADERS, END_HEADERS | END_STREAM, 1, bomb).flush();

    assertThat(attacker.awaitEnd()).isEqualTo(PROTOCOL_ERROR);
    assertCanaryLives();
  }

  @Test
  void longFrames_endTheConnection() throws Exception {
    attacker.frameOfLength(MAX_FRAME_BYTES + 1, HEADERS, END_HEADERS, 1).flush();

    assertThat(attacker.awaitEnd()).isEqualTo(FRAME_SIZE_ERROR);
    assertCanaryLives();
  }

  @Test
  void endlessTrailers_endTheConnection() throws Exception {
    attacker.frame(HEADERS, END_HEADERS, 1, request("POST", "/api/3/store/"));
    attacker.frame(HEADERS, END_HEADERS, 1, block("content-length", "5", "x-1", "a")).flush();

    assertThat(attacker.awaitEnd()).isEqualTo(PROTOCOL_ERROR);
    assertThat(barrier.events).isEmpty();
    assertCanaryLives();
  }

  @Test
  void emptyData_endsTheStreamOrTheConnection() throws Exception {
    attacker.frame(HEADERS, END_HEADERS, 1, request("POST", "/api/3/store/"));
    flood(
        () -> {
          for (int i = 0; i < 100; i++) {
            attacker.frame(DATA, 0, 1);
          }
        });

    attacker.awaitEnd();
    assertThat(barrier.events).isEmpty();
    assertCanaryLives();
  }

  /**
   * How a connection ends on which nothing more comes. What the code tells is meant for one whose
   * bytes were in time, and where the machine stalls they are not: it is tried some times.
   */
  private void assertEndsWith(int code, UnaryOperator<RawHttp2> bytes) throws IOException {
    int seen = code - 1;
    for (int i = 0; i < TRIES && seen != code; i++) {
      try (RawHttp2 client = new RawHttp2(server.port())) {
        bytes.apply(client);
        seen = client.awaitEnd(client::flush);
      }
    }
    assertThat(seen).isEqualTo(code);
  }

  private static RawHttp2 opening(RawHttp2 client) {
    return client.preface().frame(SETTINGS, 0, 0);
  }

  @Test
  void slowPreface_endsTheConnection() throws Exception {
    serveWith(HttpOptions.builder().headerTimeout(SHORT));
    try (RawHttp2 silent = new RawHttp2(server.port())) {
      assertThat(silent.awaitEnd()).isEqualTo(-1);
    }
    assertEndsWith(ENHANCE_YOUR_CALM, RawHttp2::preface);
  }

  @Test
  void slowHeaders_endTheConnectionWhateverElseComes() throws Exception {
    serveWith(HttpOptions.builder().headerTimeout(SHORT));
    assertEndsWith(
        ENHANCE_YOUR_CALM,
        client -> opening(client).frame(HEADERS, 0, 1, request("GET", "/healthcheck")));
  }

  @Test
  void idleConnection_isToldToGoInSpiteOfPings() throws Exception {
    serveWith(HttpOptions.builder().idleTimeout(SHORT));
    int code =
        attacker.awaitEnd(
            () -> {
              for (int i = 0; i < MAX_CREDIT / 2; i++) {
                attacker.frame(PING, 0, 0, new byte[8]).flush();
              }
            });
    assertThat(code).isZero();
  }

  @Test
  void slowBody_is408AndTheConnectionLives() throws Exception {
    serveWith(HttpOptions.builder().bodyTimeout(SHORT));
    attacker.frame(HEADERS, END_HEADERS, 1, request("POST", "/api/3/store/"));
    attacker.frame(DATA, 0, 1, (byte) 'x').flush();

    assertThat(attacker.answer(1).status()).isEqualTo(408);
    attacker.frame(DATA, END_STREAM, 1, (byte) 'y');
    assertThat(attacker.post(3, "x").flush().answer(3).status()).isEqualTo(200);
    assertThat(barrier.events).hasSize(1);
  }

  @Test
  void answersThatAreNotTaken_endTheConnection() throws Exception {
    serveWith(HttpOptions.builder().bodyTimeout(SHORT).idleTimeout(SHORT));
    // Nothing may be sent, so no answer gets through.
    attacker.frame(SETTINGS, 0, 0, RawHttp2.setting(4, 0)).post(1, "x").flush();

    assertThat(attacker.awaitEnd()).isEqualTo(ENHANCE_YOUR_CALM);
    assertThat(barrier.events).hasSize(1);
  }

  @Test
  void hugeTableSize_isNotKept() throws Exception {
    attacker.frame(SETTINGS, 0, 0, RawHttp2.setting(1, Integer.MAX_VALUE));

    assertThat(attacker.post(1, "x").flush().answer(1).status()).isEqualTo(200);
  }

  @Test
  void stopping_tellsClientsToGo() throws Exception {
    assertThat(attacker.post(1, "x").flush().answer(1).status()).isEqualTo(200);

    server.close();

    assertThat(attacker.awaitEnd()).isZero();
    assertThat(canary.awaitEnd()).isZero();
  }
}
