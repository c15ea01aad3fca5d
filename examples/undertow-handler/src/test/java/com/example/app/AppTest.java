package com.example.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.testkit.FakeSentry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppTest {
  private static final String TOKEN = "token-of-the-operator";

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeSentry sentry = FakeSentry.start();
  private final App app =
      App.start(
          Cyclops.builder()
              .sentry(sentry.url())
              .keys(KeySource.of(new ProjectKey(7, "public", null)))
              .build(),
          "127.0.0.1",
          0,
          TOKEN);

  @AfterEach
  void stop() {
    app.close();
    sentry.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path));
  }

  private HttpResponse<String> answer(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void event_reachesSentry() throws Exception {
    HttpResponse<String> answer =
        answer(
            request("/api/7/store/?sentry_key=public")
                .POST(BodyPublishers.ofString("{\"message\":\"basket is empty\"}")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-CYCLOPS-STATUS")).hasValue("PROCESSED");
    assertThat(sentry.awaitAccepted(1)).hasSize(1);
  }

  @Test
  void event_ofAnotherKeyIsRefused() throws Exception {
    assertThat(
            answer(request("/api/7/store/?sentry_key=other").POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void ownRoutes_areTheApplications() throws Exception {
    assertThat(answer(request("/")).body()).isEqualTo("the application's own page\n");
    assertThat(answer(request("/count")).body()).contains("\"processed\"");
  }

  @Test
  void operatorsPages_needTheToken() throws Exception {
    assertThat(answer(request("/operator/stats")).statusCode()).isEqualTo(401);
    HttpResponse<String> stats =
        answer(request("/operator/stats").header("Authorization", "Bearer " + TOKEN));
    assertThat(stats.statusCode()).isEqualTo(200);
    assertThat(stats.body()).contains("\"storage\"");
    assertThat(
            answer(request("/operator/dead").header("Authorization", "Bearer " + TOKEN)).statusCode())
        .isEqualTo(200);
  }
}
