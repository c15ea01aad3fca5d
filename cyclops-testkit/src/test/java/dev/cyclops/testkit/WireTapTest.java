/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WireTapTest {
  /** The common pool may have one thread only, which a task that waits keeps from the others. */
  private static final Executor OWN_THREAD = task -> new Thread(task).start();

  @AutoClose private final FakeSentry sentry = FakeSentry.start();
  @AutoClose private final WireTap tap = WireTap.to(sentry.port());

  @Test
  void requests_areThoseThatTheServerGot() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    sentry.answerNext(1, 503);
    byte[] body = new byte[100_000];
    new Random(1).nextBytes(body);
    for (int i = 0; i < 3; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tap.port() + "/api/1/store/?a"))
              .header("X-Sentry-Auth", "Sentry sentry_key=k")
              .POST(
                  i == 0
                      ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                      : BodyPublishers.ofByteArray(body))
              .build();
      var unused = client.send(request, BodyHandlers.ofString());
    }

    List<Received> tapped = tap.awaitRequests(3);
    List<Received> received = sentry.awaitReceived(3);
    for (int i = 0; i < 3; i++) {
      assertThat(tapped.get(i).target()).isEqualTo(received.get(i).target());
      assertThat(tapped.get(i).headers()).isEqualTo(received.get(i).headers());
      assertThat(tapped.get(i).body()).isEqualTo(body).isEqualTo(received.get(i).body());
      assertThat(tapped.get(i).connection()).isEqualTo(1);
    }
    await()
        .atMost(1, MINUTES)
        .untilAsserted(() -> assertThat(tap.statuses()).containsExactly(503, 200, 200));
  }

  @Test
  void statuses_leaveInterimOnesOut() throws Exception {
    sentry.answer(429, Map.of("Transfer-Encoding", "chunked"));
    try (Socket socket = new Socket("127.0.0.1", tap.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
                      + "Connection: close\r\n\r\nhi")
                  .getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 100").contains("HTTP/1.1 429");
    }
    await().atMost(1, MINUTES).untilAsserted(() -> assertThat(tap.statuses()).containsExactly(429));
  }

  @Test
  void bytesThatAreNoHttp_areHandedOn() throws Exception {
    byte[] noise = "\n\n\u0000\u0001 no http \r\r".repeat(10_000).getBytes(ISO_8859_1);
    try (ServerSocket echo = new ServerSocket(0);
        WireTap echoTap = WireTap.to(echo.getLocalPort());
        Socket client = new Socket("127.0.0.1", echoTap.port())) {
      CompletableFuture<Void> echoing =
          CompletableFuture.runAsync(() -> echoOnce(echo), OWN_THREAD);
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.getOutputStream().write(noise);
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              OWN_THREAD);
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(noise);
      sending.join();
      echoing.join();
      assertThat(echoTap.requests()).isEmpty();
    }
  }

  @Test
  void close_endsConnections() throws Exception {
    sentry.hang(true);
    try (Socket socket = new Socket("127.0.0.1", tap.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
      sentry.awaitReceived(1);
      tap.close();
      assertThat(endsWithoutAnAnswer(socket.getInputStream())).isTrue();
    }
  }

  @Test
  void connection_endsWhereTheTargetIsAway() throws Exception {
    sentry.refuseConnections();
    try (Socket socket = new Socket("127.0.0.1", tap.port())) {
      assertThat(endsWithoutAnAnswer(socket.getInputStream())).isTrue();
    }
  }

  private static boolean endsWithoutAnAnswer(InputStream in) {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static void echoOnce(ServerSocket server) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      socket.getInputStream().transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
