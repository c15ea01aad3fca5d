/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsHealth;
import dev.cyclops.CyclopsHealth.Phase;
import dev.cyclops.auth.KeySource;
import dev.cyclops.undertow.RawClient.Answer;
import dev.cyclops.undertow.health.Health;
import dev.cyclops.undertow.operator.OperatorServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What strangers are told of the health of a server, and what its operator is told. */
final class HealthPagesIT {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final String OK = "{\"status\":\"ok\"}";
  private static final String UNAVAILABLE = "{\"status\":\"unavailable\"}";

  private final RecordingBarrier barrier = new RecordingBarrier();

  @Test
  void publicPort_tellsNoReason() throws Exception {
    try (CyclopsServer server = barrier.serve();
        RawClient client = new RawClient(server.port())) {
      Answer live = client.request("GET", "/health/live");
      assertThat(live.status()).isEqualTo(200);
      assertThat(live.body()).isEqualTo(OK);
      assertThat(live.header("Content-Type")).isEqualTo("application/json");
      assertThat(live.header("Cache-Control")).isEqualTo("no-store");
      assertThat(client.request("GET", "/health/ready/").body()).isEqualTo(OK);
      assertThat(client.request("POST", "/health/ready").status()).isEqualTo(405);

      barrier.health = new CyclopsHealth(Phase.STARTING, Duration.ofSeconds(90));
      Answer hanging = client.request("GET", "/health/live");
      assertThat(hanging.status()).isEqualTo(503);
      assertThat(hanging.body()).isEqualTo(UNAVAILABLE);
      assertThat(client.request("GET", "/health/ready").body()).isEqualTo(UNAVAILABLE);
      assertThat(client.request("GET", "/healthcheck").status()).isEqualTo(200);
    }
  }

  @Test
  void head_isAnsweredWithoutABody() throws Exception {
    try (CyclopsServer server = barrier.serve();
        RawClient client = new RawClient(server.port())) {
      Answer head = client.request("HEAD", "/health/ready");

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(client.request("GET", "/health/ready").body()).isEqualTo(OK);
    }
  }

  /** No memory for bodies, and no thread: who would restart it then would lose what it holds. */
  @Test
  void publicPort_answersWhenItIsFull() throws Exception {
    HttpOptions narrow = HttpOptions.builder().maxReadingBytes(1).build();
    try (CyclopsServer server = barrier.serve(narrow);
        RawClient full = new RawClient(server.port());
        RawClient client = new RawClient(server.port())) {
      full.send("POST /api/3/store/ HTTP/1.1\r\nHost: h\r\nContent-Length: 9000\r\n\r\nx");
      assertThat(full.read().status()).isEqualTo(429);

      assertThat(client.request("GET", "/health/live").status()).isEqualTo(200);
      assertThat(client.request("GET", "/health/ready").status()).isEqualTo(200);
      assertThat(server.stats().refused().get(RefusalReason.BUSY)).isEqualTo(1);
    }
  }

  @Test
  void operatorsListener_tellsTheReasonToWhoHasAccess() throws Exception {
    Health health = new Health(() -> new CyclopsHealth(Phase.RUNNING, Duration.ofSeconds(90)));
    try (Cyclops cyclops =
            Cyclops.builder().sentry("http://127.0.0.1:1").keys(KeySource.of()).build();
        OperatorServer server =
            OperatorServer.builder(cyclops).port(0).token(TOKEN).health(health).build().start();
        RawClient client = new RawClient(server.port())) {
      Answer stranger = client.request("GET", "/health/live");
      assertThat(stranger.status()).isEqualTo(503);
      assertThat(stranger.body()).isEqualTo(UNAVAILABLE);
      assertThat(client.request("GET", "/health/ready").status()).isEqualTo(200);
      assertThat(client.request("HEAD", "/health/ready").body()).isEmpty();
      assertThat(client.request("GET", "/stats").status()).isEqualTo(401);
      assertThat(client.request("GET", "/health/live/").status()).isEqualTo(401);

      Answer told =
          client
              .send(
                  "GET /health/live HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                      + TOKEN
                      + "\r\n\r\n")
              .read();
      assertThat(told.status()).isEqualTo(503);
      assertThat(told.body())
          .isEqualTo(
              "{\"status\":\"unavailable\","
                  + "\"reason\":\"the sending loop has not turned for 90 seconds\"}");
      health.stopping();
      assertThat(client.request("GET", "/health/ready").body()).isEqualTo(UNAVAILABLE);
    }
  }
}
