/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.testkit.PemIdentity;
import dev.cyclops.testkit.TestCertificates;
import dev.cyclops.undertow.RawClient.Answer;
import dev.cyclops.undertow.tls.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsIT {
  private static TestCertificates certificates;
  @TempDir private Path folder;
  private final RecordingBarrier barrier = new RecordingBarrier();
  private PemFiles files;
  private CyclopsServer server;

  @BeforeAll
  static void generate() {
    certificates = TestCertificates.create();
  }

  @AfterAll
  static void remove() {
    certificates.close();
  }

  @BeforeEach
  void start() throws Exception {
    files = new PemFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    write(certificates.localhostPem());
    server = serve(HttpOptions.defaults());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void write(PemIdentity identity) throws IOException {
    Files.writeString(files.certificate(), identity.certificatePem());
    Files.writeString(files.key(), identity.keyPem());
  }

  private CyclopsServer serve(HttpOptions options) throws IOException {
    return new CyclopsServer.Builder(barrier)
        .host("127.0.0.1")
        .port(0)
        .ioThreads(1)
        .options(options)
        .tls(files)
        .build()
        .start();
  }

  private static HttpClient client(Version version) {
    return HttpClient.newBuilder().version(version).sslContext(certificates.trusting()).build();
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + target));
  }

  private SSLSocket socket(String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            certificates
                .trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.setSoTimeout(60_000);
    return socket;
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void client_isServedInTheVersionItChooses(Version version) throws Exception {
    HttpRequest request =
        request("/api/3/store/?sentry_key=k").POST(BodyPublishers.ofString("{}")).build();

    HttpResponse<String> response = client(version).send(request, BodyHandlers.ofString());

    assertThat(response.version()).isEqualTo(version);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"id\":\"" + RecordingBarrier.ID + "\"}");
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void event_isTheSameInBothVersions() throws Exception {
    byte[] body = new byte[300_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i * 31);
    }
    for (Version version : Version.values()) {
      HttpRequest request =
          request("/api/3//store?sentry_key=a%20b&x=%2f&&y=?")
              .header("X-Sentry-Auth", "Sentry sentry_key=k, sentry_version=7")
              .header("Content-Type", "text/plain")
              .header("Content-Encoding", "gzip")
              .header("Authorization", "Basic YTo=")
              .header("User-Agent", "agent/1")
              .header("Origin", "https://a.example")
              .header("Referer", "https://a.example/b")
              .header("X-Forwarded-For", "10.0.0.1")
              .header("Cookie", "secret=1")
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      assertThat(client(version).send(request, BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }

    List<List<String>> seen = new ArrayList<>();
    barrier.events.forEach(
        event -> {
          List<String> parts = new ArrayList<>();
          event.headers().forEach((name, value) -> parts.add(name + ": " + value));
          parts.sort(null);
          parts.add(event.method() + " " + event.path() + "?" + event.query());
          parts.add(event.project() + " " + event.route() + " " + event.source());
          seen.add(parts);
          assertThat(event.body()).isEqualTo(body);
        });
    assertThat(seen).hasSize(2);
    assertThat(seen.get(1)).isEqualTo(seen.get(0)).hasSize(10);
  }

  @Test
  void http1_keepsConnectionsChunksAndContinues() throws Exception {
    RawClient client = new RawClient(socket());

    assertThat(client.post("/api/3/store/", "", "one").status()).isEqualTo(200);
    client.send(
        "POST /api/3/store/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\ntwo\r\n0\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(200);
    client.send(
        "POST /api/3/store/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
            + "Content-Length: 5\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(100);
    assertThat(client.send("three").read().status()).isEqualTo(200);

    assertThat(barrier.events)
        .extracting(event -> new String(event.body(), ISO_8859_1))
        .containsExactly("one", "two", "three");
    client.close();
  }

  @Test
  void largeBody_isRefusedAndTheClientIsTold() throws Exception {
    server.close();
    server = serve(HttpOptions.builder().maxBodyBytes(1000).build());
    HttpClient client = client(Version.HTTP_2);
    HttpRequest large =
        request("/api/3/store/").POST(BodyPublishers.ofByteArray(new byte[500_000])).build();
    HttpRequest small = request("/api/3/store/").POST(BodyPublishers.ofString("x")).build();

    for (int i = 0; i < 5; i++) {
      HttpResponse<String> refused = client.send(large, BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(refused.headers().firstValue("X-Sentry-Error")).isPresent();
      assertThat(client.send(small, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void manyRequestsAtOnce_areServed() throws Exception {
    HttpClient client = client(Version.HTTP_2);
    List<CompletableFuture<HttpResponse<String>>> pending = new ArrayList<>();
    client.send(request("/healthcheck").build(), BodyHandlers.ofString());
    for (int i = 0; i < 90; i++) {
      HttpRequest request =
          request("/api/3/store/").POST(BodyPublishers.ofByteArray(new byte[20_000])).build();
      pending.add(client.sendAsync(request, BodyHandlers.ofString()));
    }

    for (CompletableFuture<HttpResponse<String>> one : pending) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertThat(barrier.events).hasSize(90);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void currentVersionsOfTls_areSpoken(String protocol) throws Exception {
    try (SSLSocket socket = socket(protocol)) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    }
  }

  @Test
  void renegotiation_endsTheConnection() throws Exception {
    SSLSocket socket = socket("TLSv1.2");
    RawClient client = new RawClient(socket);
    assertThat(client.post("/api/3/store/", "", "one").status()).isEqualTo(200);

    socket.startHandshake();
    assertThatThrownBy(
            () -> {
              // What came along with the handshake may still be answered.
              for (int i = 0; i < 10_000; i++) {
                client.post("/api/3/store/", "", "again");
              }
            })
        .isInstanceOf(IOException.class);
    assertServed();
  }

  @Test
  void unfinishedHandshake_isClosed() throws Exception {
    server.close();
    server = serve(HttpOptions.builder().headerTimeout(Duration.ofMillis(100)).build());

    try (RawClient silent = new RawClient(server.port());
        RawClient half = new RawClient(server.port())) {
      half.send(new byte[] {22, 3, 1, 2, 0, 1});
      assertThat(silent.isClosedByServer()).isTrue();
      assertThat(half.isClosedByServer()).isTrue();
    }
  }

  @Test
  void plainHttp_isNotAnswered() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send("GET /healthcheck HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
    }
    assertServed();
  }

  private void assertServed() throws Exception {
    try (RawClient canary = new RawClient(socket())) {
      assertThat(canary.request("GET", "/healthcheck").status()).isEqualTo(200);
    }
  }

  private X509Certificate shown() throws IOException {
    try (SSLSocket socket = socket()) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void reload_showsTheNewCertificateAndKeepsConnections() throws Exception {
    RawClient old = new RawClient(socket());
    assertThat(old.post("/api/3/store/", "", "one").status()).isEqualTo(200);
    assertThat(server.reloadTls()).isFalse();

    write(certificates.otherHostPem());

    assertThat(server.reloadTls()).isTrue();
    assertThat(server.reloadTls()).isFalse();
    assertThat(shown()).isEqualTo(certificates.otherHostPem().chain().get(0));
    Answer answer = old.post("/api/3/store/", "", "two");
    assertThat(answer.status()).isEqualTo(200);
    old.close();
  }

  @Test
  void reload_keepsTheOldOneWhileThePairIsIncomplete() throws Exception {
    Files.writeString(files.certificate(), certificates.otherHostPem().certificatePem());
    assertThat(server.reloadTls()).isFalse();
    Files.delete(files.key());
    assertThat(server.reloadTls()).isFalse();
    assertThat(shown()).isEqualTo(certificates.localhostPem().chain().get(0));

    Files.writeString(files.key(), certificates.otherHostPem().keyPem());

    assertThat(server.reloadTls()).isTrue();
    assertThat(shown()).isEqualTo(certificates.otherHostPem().chain().get(0));
  }

  @Test
  void reload_followsSwappedLinks() throws Exception {
    server.close();
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.writeString(second.resolve("tls.crt"), certificates.otherHostPem().certificatePem());
    Files.writeString(second.resolve("tls.key"), certificates.otherHostPem().keyPem());
    Files.move(files.certificate(), first.resolve("tls.crt"));
    Files.move(files.key(), first.resolve("tls.key"));
    Path data = Files.createSymbolicLink(folder.resolve("data"), first);
    files = new PemFiles(data.resolve("tls.crt"), data.resolve("tls.key"));
    server = serve(HttpOptions.defaults());

    Files.delete(data);
    Files.createSymbolicLink(data, second);

    assertThat(server.reloadTls()).isTrue();
    assertThat(shown()).isEqualTo(certificates.otherHostPem().chain().get(0));
  }

  @Test
  void start_namesWhatIsWrongWithTheFiles() throws Exception {
    Files.writeString(files.key(), certificates.otherHostPem().keyPem());

    assertThatThrownBy(() -> serve(HttpOptions.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the key in %s does not belong to the certificate in %s",
            files.key(), files.certificate());
  }

  @Test
  void oldVersionsOfTls_areRefused() throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      plain.setSoTimeout(60_000);
      // A ClientHello of TLS 1.0: one suite, no extensions.
      byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
      byte[] start = {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 1};
      System.arraycopy(start, 0, hello, 0, start.length);
      byte[] end = {0, 0, 2, 0, 47, 1, 0};
      System.arraycopy(end, 0, hello, hello.length - end.length, end.length);
      plain.getOutputStream().write(hello);
      byte[] answer = plain.getInputStream().readNBytes(7);
      // A fatal alert: protocol_version.
      assertThat(answer).hasSize(7).startsWith(21).endsWith(2, 70);
    }
    assertServed();
  }
}
