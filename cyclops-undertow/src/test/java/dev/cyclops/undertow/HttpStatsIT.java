/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the public port counts, and whom it tells of requests. */
final class HttpStatsIT {
  private record Told(RequestKind kind, int status, long nanos) {}

  private final RecordingBarrier barrier = new RecordingBarrier();
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private CyclopsServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    server = barrier.serve(HttpOptions.builder().maxBodyBytes(1000).build());
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void stats_countConnectionsAndBodies() throws Exception {
    client.post("/api/3/store/", "", "twelve bytes");
    client.post("/api/3/envelope/", "", "four");
    HttpStats stats = server.stats();

    assertThat(stats.connections()).isEqualTo(1);
    assertThat(stats.maxConnections()).isEqualTo(HttpOptions.defaults().maxConnections());
    assertThat(stats.bodyBytes()).isEqualTo(16);
    assertThat(stats.readingBytes()).isZero();
    assertThat(stats.maxReadingBytes()).isEqualTo(HttpOptions.defaults().maxReadingBytes());
    assertThat(stats.refused()).hasSize(RefusalReason.values().length).doesNotContainValue(1L);
    client.close();
    await().atMost(1, MINUTES).until(() -> server.stats().connections() == 0);
  }

  @Test
  void stats_countWhatIsRefusedByItsReason() throws Exception {
    assertThat(client.post("/api/3/store/", "", "x".repeat(2000)).status()).isEqualTo(413);
    try (RawClient other = new RawClient(server.port())) {
      other.send("GET / HTTP/1.1\r\n\r\n");
      assertThat(other.read().status()).isEqualTo(400);
    }
    try (RawClient other = new RawClient(server.port())) {
      assertThat(other.request("GET", "/" + "x".repeat(20_000)).status()).isEqualTo(414);
    }
    try (RawClient other = new RawClient(server.port())) {
      String header = "X-Long: " + "x".repeat(70_000) + "\r\n";
      other.send("GET / HTTP/1.1\r\nHost: h\r\n" + header + "\r\n");
      assertThat(other.read().status()).isEqualTo(431);
    }

    assertThat(server.stats().refused())
        .containsEntry(RefusalReason.LARGE_BODY, 1L)
        .containsEntry(RefusalReason.MALFORMED_HEAD, 1L)
        .containsEntry(RefusalReason.LONG_URI, 1L)
        .containsEntry(RefusalReason.LONG_HEADERS, 1L)
        .containsEntry(RefusalReason.BUSY, 0L);
  }

  @Test
  void listener_isToldOfEachRequestFromThenOn() throws Exception {
    client.post("/api/3/store/", "", "body");
    server.onRequest((kind, status, nanos) -> told.add(new Told(kind, status, nanos)));
    client.post("/api/3/store/", "", "body");
    client.post("/api/3/envelope/", "", "body");
    client.post("/api/3/security/", "Content-Type: application/csp-report\r\n", "{}");
    client.request("GET", "/count");
    client.request("GET", "/nowhere");
    client.request("GET", "/api/x/store/");
    try (RawClient other = new RawClient(server.port())) {
      other.send("GET / HTTP/1.1\r\n\r\n");
      other.read();
    }

    await().atMost(1, MINUTES).until(() -> told.size() == 7);
    assertThat(told)
        .extracting(Told::kind)
        .containsExactly(
            RequestKind.STORE,
            RequestKind.ENVELOPE,
            RequestKind.OTHER_INGEST,
            RequestKind.PAGE,
            RequestKind.UNKNOWN,
            RequestKind.UNKNOWN,
            RequestKind.REFUSED);
    assertThat(told).extracting(Told::status).containsExactly(200, 200, 200, 200, 404, 400, 400);
    assertThat(told).allMatch(one -> one.nanos() > 0);

    server.onRequest(null);
    client.post("/api/3/store/", "", "body");
    assertThat(told).hasSize(7);
  }
}
