/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.testkit.JournalEntry.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeSentryProcessIT {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String OTHER_ID = "fedcba9876543210fedcba9876543210";

  @TempDir private Path folder;

  @Test
  void kill_refusesConnectionsAndForgetsNothing() throws Exception {
    try (FakeSentryProcess sentry = FakeSentryProcess.start(folder, "rule * * 100 503")) {
      int port = sentry.port();
      assertThat(send(HttpClient.newHttpClient(), sentry, "/api/7/store/", event(ID)))
          .isEqualTo(503);

      sentry.kill();
      assertThatThrownBy(() -> send(HttpClient.newHttpClient(), sentry, "/api/7/store/", event(ID)))
          .isInstanceOf(ConnectException.class);

      long again = sentry.restart();
      assertThat(sentry.port()).isEqualTo(port);
      assertThat(send(HttpClient.newHttpClient(), sentry, "/api/7/store/", event(OTHER_ID)))
          .as("set up as at first")
          .isEqualTo(503);
      List<JournalEntry> answers = entries(sentry, Kind.ANSWER);
      assertThat(answers).extracting(JournalEntry::eventId).containsExactly(ID, OTHER_ID);
      assertThat(answers).extracting(JournalEntry::project).containsOnly(7L);
      assertThat(answers).extracting(JournalEntry::status).containsOnly(503);
      assertThat(answers).noneMatch(JournalEntry::isAccepted);
      assertThat(answers.get(0).nanos()).isLessThan(again);
      assertThat(answers.get(1).nanos()).isGreaterThan(again);
    }
  }

  @Test
  void rule_holdsForItsProjectAndItemType() throws Exception {
    try (FakeSentryProcess sentry = FakeSentryProcess.start(folder)) {
      HttpClient client = HttpClient.newHttpClient();
      String transaction = "{\"event_id\":\"%s\"}\n{\"type\":\"transaction\"}\n{}".formatted(ID);
      sentry.tell("rule 1 transaction 100 429 Retry-After=9");
      sentry.tell("rule 2 * 100 403");

      assertThat(send(client, sentry, "/api/1/envelope/", transaction)).isEqualTo(429);
      assertThat(send(client, sentry, "/api/1/store/", event(ID))).isEqualTo(200);
      assertThat(send(client, sentry, "/api/2/store/", event(ID))).isEqualTo(403);
      assertThat(send(client, sentry, "/api/3/envelope/", transaction)).isEqualTo(200);
      sentry.tell("norules");
      assertThat(send(client, sentry, "/api/2/store/", event(ID))).isEqualTo(200);
      assertThat(entries(sentry, Kind.REQUEST))
          .extracting(JournalEntry::itemType)
          .containsExactly("transaction", "event", "event", "transaction", "event");
    }
  }

  @Test
  void rule_drawsTheSameFromTheSameSeed() throws Exception {
    try (FakeSentryProcess sentry = FakeSentryProcess.start(folder, "rule * * 50 500")) {
      HttpClient client = HttpClient.newHttpClient();
      for (int run = 0; run < 2; run++) {
        sentry.tell("seed 42");
        for (int i = 0; i < 20; i++) {
          send(client, sentry, "/api/1/store/", event(ID));
        }
      }
      List<Integer> statuses =
          entries(sentry, Kind.ANSWER).stream().map(JournalEntry::status).toList();
      assertThat(statuses.subList(0, 20)).isEqualTo(statuses.subList(20, 40)).contains(200, 500);
    }
  }

  @Test
  void tell_saysWhatItDoesNotUnderstand() {
    try (FakeSentryProcess sentry = FakeSentryProcess.start(folder)) {
      assertThatThrownBy(() -> sentry.tell("hang perhaps"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("hang perhaps: neither true nor false: perhaps");
      assertThatThrownBy(() -> sentry.tell("sing"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sing: no such command");
    }
  }

  @Test
  void restartTls_showsTheOtherCertificate() throws Exception {
    try (TestCertificates certificates = TestCertificates.create();
        FakeSentryProcess sentry =
            FakeSentryProcess.startTls(folder, certificates.otherHostPem().keyStore())) {
      assertThatThrownBy(() -> send(trusting(certificates), sentry, "/api/1/store/", event(ID)))
          .isInstanceOf(IOException.class);
      assertThat(entries(sentry, Kind.OPENED)).hasSize(1);
      assertThat(entries(sentry, Kind.REQUEST)).isEmpty();

      sentry.restartTls(certificates.localhostPem().keyStore());
      assertThat(send(trusting(certificates), sentry, "/api/1/store/", event(ID))).isEqualTo(200);
    }
  }

  private static HttpClient trusting(TestCertificates certificates) {
    return HttpClient.newBuilder().sslContext(certificates.trusting()).build();
  }

  private static String event(String id) {
    return "{\"event_id\":\"" + id + "\"}";
  }

  private static List<JournalEntry> entries(FakeSentryProcess sentry, Kind kind) {
    return sentry.journal().stream().filter(entry -> entry.kind() == kind).toList();
  }

  private static int send(HttpClient client, FakeSentryProcess sentry, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sentry.url() + path))
            .version(HttpClient.Version.HTTP_1_1)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
    return response.statusCode();
  }
}
