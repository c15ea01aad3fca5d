/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import dev.cyclops.testkit.TestCertificates;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SenderConnectionsIT {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final FakeSentry sentry = FakeSentry.start();
  private final List<UndertowSentrySender> senders = new ArrayList<>();

  @AfterEach
  void stop() {
    senders.forEach(UndertowSentrySender::close);
    sentry.close();
  }

  private UndertowSentrySender.Builder to(String url) {
    return UndertowSentrySender.builder(SentryUrl.parse(url)).connectTimeout(LONG);
  }

  private UndertowSentrySender opened(UndertowSentrySender.Builder builder) {
    UndertowSentrySender sender = builder.build();
    senders.add(sender);
    return sender;
  }

  private static Event event(byte[] body) {
    return Event.builder(Route.STORE)
        .path("/api/1/store/")
        .headers(Headers.builder().add("Content-Type", "text/plain").build())
        .body(body)
        .build();
  }

  private static Event event() {
    return event("{}".getBytes(ISO_8859_1));
  }

  private static SendResult sent(UndertowSentrySender sender, Event event) throws Exception {
    return sender.send(event).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** A service that ends only when so many requests are in service together. */
  private static Supplier<Duration> meetingOf(int requests) {
    CyclicBarrier barrier = new CyclicBarrier(requests);
    return () -> {
      try {
        barrier.await(60, TimeUnit.SECONDS);
        return Duration.ZERO;
      } catch (Exception e) {
        throw new AssertionError("they never met", e);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_000, 70_000, 3_000_000})
  void send_forwardsTheEventAsItIs(int size) throws Exception {
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    Event event =
        Event.builder(Route.ENVELOPE)
            .path("/api//7/envelope")
            .query("sentry_key=a%20b&x=+")
            .headers(
                Headers.builder()
                    .add("Content-Type", "application/x-sentry-envelope")
                    .add("X-Sentry-Auth", "Sentry sentry_key=k, sentry_client=\u00e9")
                    .build())
            .body(body)
            .build();

    SendResult result = sent(opened(to(sentry.url() + "/prefix")), event);

    assertThat(result.status()).isEqualTo(200);
    Received received = sentry.received().get(0);
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.target()).isEqualTo("/prefix/api//7/envelope?sentry_key=a%20b&x=+");
    assertThat(received.body()).isEqualTo(body);
    assertThat(received.headers())
        .containsExactlyInAnyOrder(
            Map.entry("Host", "127.0.0.1:" + sentry.port()),
            Map.entry("Content-Type", "application/x-sentry-envelope"),
            Map.entry("X-Sentry-Auth", "Sentry sentry_key=k, sentry_client=\u00e9"),
            Map.entry("Content-Length", Integer.toString(size)));
  }

  @Test
  void send_forwardsAGetWithoutABody() throws Exception {
    Event event =
        Event.builder(Route.STORE)
            .method("GET")
            .path("/api/1/store/")
            .query("sentry_data=e30")
            .build();

    assertThat(sent(opened(to(sentry.url())), event).status()).isEqualTo(200);
    Received received = sentry.received().get(0);
    assertThat(received.method()).isEqualTo("GET");
    assertThat(received.target()).isEqualTo("/api/1/store/?sentry_data=e30");
    assertThat(received.header("Content-Length")).isNull();
  }

  @Test
  void send_usesAConnectionAgain() throws Exception {
    UndertowSentrySender sender = opened(to(sentry.url()));

    for (int i = 0; i < 20; i++) {
      assertThat(sent(sender, event()).isSuccess()).isTrue();
    }

    assertThat(sentry.connectionCount()).isEqualTo(1);
  }

  @Test
  void send_opensNoMoreConnectionsThanAllowed() throws Exception {
    UndertowSentrySender sender = opened(to(sentry.url()).maxConnections(4));
    sentry.serviceTime(meetingOf(4));
    List<CompletableFuture<SendResult>> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      results.add(sender.send(event()).toCompletableFuture());
    }

    for (CompletableFuture<SendResult> result : results) {
      assertThat(result.get(60, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
    assertThat(sentry.connectionCount()).isEqualTo(4);
    assertThat(sentry.maxConcurrent()).isEqualTo(4);
  }

  @Test
  void answer_isToldWithItsLimits() throws Exception {
    sentry.answer(429, Map.of("Retry-After", "17", "X-Sentry-Rate-Limits", "17:error:key"));

    assertThat(sent(opened(to(sentry.url())), event()))
        .isEqualTo(SendResult.answered(429, "17", "17:error:key"));
  }

  @Test
  void redirects_areNotFollowed() throws Exception {
    sentry.answer(302, Map.of("Location", sentry.url() + "/elsewhere"));

    assertThat(sent(opened(to(sentry.url())), event()).status()).isEqualTo(302);
    assertThat(sentry.requestCount()).isEqualTo(1);
  }

  @Test
  void idleConnections_areGivenUpWhenOneOfThemIsDead() throws Exception {
    UndertowSentrySender sender = opened(to(sentry.url()).maxConnections(4));
    sentry.serviceTime(meetingOf(4));
    List<CompletableFuture<SendResult>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(sender.send(event()).toCompletableFuture());
    }
    for (CompletableFuture<SendResult> result : results) {
      assertThat(result.get(60, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
    assertThat(sentry.connectionCount()).isEqualTo(4);
    sentry.resetConnections(true);

    for (int i = 0; i < 3; i++) {
      assertThat(sent(sender, event()).failure()).isEqualTo(SendResult.Failure.RESET);
    }

    // The first was tried on an idle connection and on a fresh one, the others on fresh ones only.
    assertThat(sentry.requestCount()).isEqualTo(4 + 2 + 1 + 1);
  }

  @Test
  void staleConnection_isReplacedOnce() throws Exception {
    // A server that closes each connection as soon as it sees a second request on it.
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serveOneRequestEach(server, 3));
      thread.setDaemon(true);
      thread.start();
      UndertowSentrySender sender = opened(to("127.0.0.1:" + server.getLocalPort()));

      assertThat(sent(sender, event()).status()).isEqualTo(200);
      assertThat(sent(sender, event()).status()).isEqualTo(200);
      assertThat(sent(sender, event()).status()).isEqualTo(200);
    }
  }

  private static void serveOneRequestEach(ServerSocket server, int connections) {
    try {
      for (int i = 0; i < connections; i++) {
        try (Socket socket = server.accept()) {
          readRequest(socket.getInputStream());
          socket
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(ISO_8859_1));
          // The first byte of a second request: the client believed the connection to be alive.
          socket.getInputStream().read();
        }
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void readRequest(InputStream in) throws Exception {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n{}") < 0) {
      int c = in.read();
      if (c < 0) {
        return;
      }
      head.append((char) c);
    }
  }

  @Test
  void resetConnection_isAFailureOfItsOwn() throws Exception {
    sentry.resetConnections(true);

    assertThat(sent(opened(to(sentry.url())), event()).failure()).isEqualTo(Failure.RESET);
    assertThat(sentry.requestCount()).isEqualTo(1);
  }

  @Test
  void refusedConnection_isAFailureOfItsOwn() throws Exception {
    UndertowSentrySender sender = opened(to(sentry.url()));
    sentry.refuseConnections();
    assertThat(sent(sender, event()).failure()).isEqualTo(Failure.CONNECT);

    sentry.acceptConnections();
    assertThat(sent(sender, event()).isSuccess()).isTrue();
  }

  @Test
  void unknownHost_isNoConnection() throws Exception {
    assertThat(sent(opened(to("http://no-such-host.invalid")), event()).failure())
        .isEqualTo(Failure.CONNECT);
  }

  @Test
  void missingAnswer_isATimeout() throws Exception {
    sentry.hang(true);

    assertThat(sent(opened(to(sentry.url()).timeout(Duration.ofMillis(100))), event()).failure())
        .isEqualTo(Failure.TIMEOUT);
  }

  @Test
  void close_endsWhatIsInFlight() throws Exception {
    sentry.hang(true);
    UndertowSentrySender sender = opened(to(sentry.url()));
    CompletableFuture<SendResult> inFlight = sender.send(event()).toCompletableFuture();
    sentry.awaitReceived(1);

    sender.close();

    assertThat(inFlight.get(60, TimeUnit.SECONDS).failure()).isEqualTo(Failure.RESET);
    assertThat(sent(sender, event()).failure()).isEqualTo(Failure.CONNECT);
  }

  @Test
  void tls_isSpokenWithAServerThatProvesItsName() throws Exception {
    try (TestCertificates certificates = TestCertificates.create();
        FakeSentry secure = FakeSentry.startTls(certificates.localhost())) {
      UndertowSentrySender sender = opened(to(secure.url()).sslContext(certificates.trusting()));
      byte[] body = new byte[200_000];
      new Random(1).nextBytes(body);

      assertThat(sent(sender, event(body)).status()).isEqualTo(200);
      assertThat(sent(sender, event(body)).status()).isEqualTo(200);
      assertThat(secure.received().get(1).body()).isEqualTo(body);
      assertThat(secure.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void tls_isRefusedToAServerOfAnotherName() throws Exception {
    try (TestCertificates certificates = TestCertificates.create();
        FakeSentry secure = FakeSentry.startTls(certificates.otherHost())) {
      UndertowSentrySender sender = opened(to(secure.url()).sslContext(certificates.trusting()));

      assertThat(sent(sender, event()).failure()).isEqualTo(Failure.TLS);
      assertThat(secure.requestCount()).isZero();
    }
  }

  @Test
  void tls_isRefusedToAServerThatNobodyVouchesFor() throws Exception {
    try (TestCertificates certificates = TestCertificates.create();
        FakeSentry secure = FakeSentry.startTls(certificates.localhost())) {
      assertThat(sent(opened(to(secure.url())), event()).failure()).isEqualTo(Failure.TLS);
      assertThat(secure.requestCount()).isZero();
    }
  }

  @Test
  void tls_thatEndsInItsHandshakeIsAReset() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> closeAfterTheFirstByte(server));
      thread.setDaemon(true);
      thread.start();

      assertThat(sent(opened(to("https://localhost:" + server.getLocalPort())), event()).failure())
          .isEqualTo(Failure.RESET);
    }
  }

  private static void closeAfterTheFirstByte(ServerSocket server) {
    try (Socket socket = server.accept()) {
      byte[] hello = new byte[4096];
      socket.getInputStream().read(hello);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tls_isNotMistakenForPlainText() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> answerInPlainText(server));
      thread.setDaemon(true);
      thread.start();

      assertThat(sent(opened(to("https://localhost:" + server.getLocalPort())), event()).failure())
          .isEqualTo(Failure.TLS);
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read(new byte[4096]);
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
      socket.getInputStream().readAllBytes();
    } catch (Exception e) {
      // The client has hung up.
    }
  }

  @Test
  void answersTooLong_costTheConnectionOnly() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serveALongAnswer(server));
      thread.setDaemon(true);
      thread.start();
      UndertowSentrySender sender = opened(to("127.0.0.1:" + server.getLocalPort()));

      assertThat(sent(sender, event()).status()).isEqualTo(200);
    }
  }

  private static void serveALongAnswer(ServerSocket server) {
    try (Socket socket = server.accept()) {
      readRequest(socket.getInputStream());
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n".getBytes(ISO_8859_1));
      byte[] block = new byte[1 << 16];
      while (true) {
        socket.getOutputStream().write(block);
      }
    } catch (Exception e) {
      // The client has had enough.
    }
  }
}
