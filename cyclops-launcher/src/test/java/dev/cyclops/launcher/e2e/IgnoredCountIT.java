/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.FloodRule;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.testkit.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One in three events of an error passes, and tells Sentry of the two before it. */
class IgnoredCountIT {
  private static final String JSON =
      "{\"event_id\":\"%032x\",\"message\":\"f\u00fcnf\",\"contexts\":{\"os\":{\"name\":\"x\"}}}";
  private static final FloodRules ONE_IN_THREE =
      FloodRules.limit(1, Duration.ofHours(1)).withRules(List.of(FloodRule.when().oneIn(3)));

  private final HttpClient client = HttpClient.newHttpClient();

  Backend backend() {
    return Backend.memory();
  }

  @ParameterizedTest
  @CsvSource({"store, false", "store, true", "envelope, false", "envelope, true"})
  void event_arrivesWithTheCountInHeaderAndContext(String route, boolean gzip) throws Exception {
    try (Barrier barrier = new Barrier(backend(), ONE_IN_THREE.withContext(true))) {
      for (int i = 1; i <= 4; i++) {
        byte[] json = JSON.formatted(i).getBytes(UTF_8);
        byte[] body = route.equals("store") ? json : envelope(i, json);
        assertThat(post(barrier, route, gzip ? gzipped(body) : body, gzip))
            .isEqualTo(i % 3 == 1 ? "PROCESSED" : "IGNORED");
      }
      List<Received> arrived = barrier.sentry.awaitReceived(2);

      Received first = with(arrived, 1);
      assertThat(first.header("X-CYCLOPS-IGNORED")).isNull();
      assertThat(first.text()).doesNotContain("cyclops\":");

      Received fourth = with(arrived, 4);
      assertThat(fourth.headerValues("X-CYCLOPS-IGNORED")).containsExactly("2");
      String changed =
          JSON.formatted(4)
              .replace("{\"os\"", "{\"cyclops\":{\"type\":\"cyclops\",\"ignored\":2},\"os\"");
      byte[] json = changed.getBytes(UTF_8);
      assertThat(fourth.text())
          .isEqualTo(new String(route.equals("store") ? json : envelope(4, json), UTF_8));
      assertThat(fourth.header("Content-Encoding")).isEqualTo(gzip ? "gzip" : null);
    }
  }

  @Test
  void event_isNotChangedUnlessAsked() throws Exception {
    try (Barrier barrier = new Barrier(backend(), ONE_IN_THREE)) {
      for (int i = 1; i <= 4; i++) {
        post(barrier, "store", JSON.formatted(i).getBytes(UTF_8), false);
      }
      Received fourth = with(barrier.sentry.awaitReceived(2), 4);

      assertThat(fourth.headerValues("X-CYCLOPS-IGNORED")).containsExactly("2");
      assertThat(fourth.text()).isEqualTo(JSON.formatted(4));
    }
  }

  private static Received with(List<Received> arrived, int number) {
    return arrived.stream()
        .filter(received -> received.text().contains("%032x".formatted(number)))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] envelope(int number, byte[] json) {
    String head =
        "{\"event_id\":\"%032x\"}\n{\"type\":\"event\",\"length\":%d}\n"
            .formatted(number, json.length);
    return (head + new String(json, UTF_8) + "\n").getBytes(UTF_8);
  }

  private static byte[] gzipped(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    }
    return out.toByteArray();
  }

  /** Posts with a header that only Cyclops may set; answers what became of the event. */
  private String post(Barrier barrier, String route, byte[] body, boolean gzip) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/api/%d/%s/"
                        .formatted(barrier.port(), Barrier.PROJECT, route)))
            .header("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + Barrier.PUBLIC_KEY)
            .header("X-CYCLOPS-IGNORED", "4711")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (gzip) {
      request.header("Content-Encoding", "gzip");
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("X-CYCLOPS-STATUS").orElseThrow();
  }
}
