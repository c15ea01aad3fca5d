package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.testkit.FakeSentry;
import io.sentry.Sentry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "management.endpoint.health.show-details=always")
class ShopApplicationTest {
  private static final FakeSentry SENTRY = FakeSentry.start();

  private final HttpClient client = HttpClient.newHttpClient();

  @Autowired private Cyclops barrier;

  @Value("${local.server.port}")
  private int port;

  @DynamicPropertySource
  static void sentry(DynamicPropertyRegistry properties) {
    properties.add("barrier.sentry", SENTRY::url);
  }

  @AfterAll
  static void stop() {
    SENTRY.close();
  }

  @BeforeEach
  void forget() {
    SENTRY.clear();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "text/plain;charset=UTF-8") // as browsers send it
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** All tests have one barrier, so what others reported may still be on its way. */
  private static void awaitAccepted(String path) {
    int count = 1;
    while (!SENTRY.awaitAccepted(count).get(count - 1).path().startsWith(path)) {
      count++;
    }
  }

  private static String envelope(String dsn, String message) {
    String event = "{\"message\":\"" + message + "\",\"platform\":\"javascript\"}";
    return "{\"dsn\":\"%s\"}\n{\"type\":\"event\",\"length\":%d}\n%s\n"
        .formatted(dsn, event.length(), event);
  }

  @Test
  void service_reportsThroughTheBarrier() throws Exception {
    long before = barrier.stats().processed() + barrier.stats().ignored();

    for (int order = 0; order < 50; order++) {
      assertThat(post("/orders/" + order, "").statusCode()).isEqualTo(200);
    }
    Sentry.flush(60_000);

    assertThat(barrier.stats().processed() + barrier.stats().ignored()).isEqualTo(before + 50);
    awaitAccepted("/api/1/envelope/");
  }

  @Test
  void tunnel_handsOnWhatABrowserSends() throws Exception {
    HttpResponse<String> answer =
        post("/tunnel", envelope("https://browser@sentry.example/2", "basket is undefined"));

    assertThat(answer.statusCode()).isEqualTo(200);
    awaitAccepted("/api/2/envelope/");
  }

  @Test
  void tunnel_refusesOtherProjectsAndWhatIsNoEnvelope() throws Exception {
    long before = barrier.stats().refused();
    String other = envelope("https://stranger@sentry.example/3", "spam");
    assertThat(post("/tunnel", other).statusCode()).isEqualTo(403);
    assertThat(post("/tunnel", "{}\n").statusCode()).isEqualTo(400);
    assertThat(post("/tunnel", "no json\n").statusCode()).isEqualTo(400);
    assertThat(post("/tunnel", "{\"dsn\":\"x y\"}\n").statusCode()).isEqualTo(400);
    assertThat(post("/tunnel", "x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    assertThat(SENTRY.received()).noneMatch(each -> each.path().startsWith("/api/3/"));
    assertThat(barrier.stats().refused()).isEqualTo(before + 1);
  }

  @Test
  void health_isUpAndTellsOfTheBarrier() throws Exception {
    HttpResponse<String> health =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .build(),
            BodyHandlers.ofString());

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"barrier\"", "\"sentryAway\":false");
  }
}
