/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.undertow.operator.OperatorServer;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The source of the keys is gone, and nobody in front of the barrier notices. */
@Timeout(180)
final class StaleKeysIT {
  private volatile boolean away;

  private List<ProjectKey> load() throws IOException {
    if (away) {
      throw new IOException("connection refused");
    }
    return List.of(new ProjectKey(3, "public", null), new ProjectKey(3, "other", null));
  }

  @Test
  void server_withAStaleSetStaysHealthy() throws Exception {
    KeySource keys = this::load;
    try (FakeSentry sentry = FakeSentry.start();
        Cyclops cyclops =
            Cyclops.builder()
                .sender(UndertowSentrySender.builder(SentryUrl.parse(sentry.url())).build())
                .keys(keys)
                .keyRefresh(Duration.ofMillis(50))
                .build()
                .start();
        CyclopsServer server =
            CyclopsServer.builder(cyclops).host("127.0.0.1").port(0).build().start();
        OperatorServer operator = OperatorServer.builder(cyclops).port(0).build().start();
        RawClient client = new RawClient(server.port());
        RawClient operatorClient = new RawClient(operator.port())) {
      String healthy = client.request("GET", "/healthcheck").body();
      away = true;
      Eventually.await("stale", () -> cyclops.stats().keys().failures() > 1);

      assertThat(client.request("GET", "/healthcheck").status()).isEqualTo(200);
      assertThat(client.request("GET", "/healthcheck").body()).isEqualTo(healthy);
      assertThat(client.post("/api/3/store/?sentry_key=public", "", "{}").status()).isEqualTo(200);
      JsonObject count = json(client.request("GET", "/count").body());
      assertThat(count.keySet())
          .containsExactlyInAnyOrder("count", "average", "percentile", "processed", "ignored");
      assertThat(count.get("processed").getAsInt()).isEqualTo(1);

      JsonObject stale =
          json(operatorClient.request("GET", "/stats").body()).getAsJsonObject("keys");
      assertThat(stale.get("keys").getAsInt()).isEqualTo(2);
      assertThat(stale.get("projects").getAsInt()).isEqualTo(1);
      assertThat(stale.get("ageSeconds").getAsDouble()).isPositive();
      assertThat(stale.get("failing").getAsBoolean()).isTrue();
      assertThat(stale.get("fromSnapshot").getAsBoolean()).isFalse();
    }
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
