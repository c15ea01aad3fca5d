/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.corpus.AnswerReader.Answer;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends cases, and a canary after each, and compares what came of it. Not thread-safe. */
final class CaseRun {
  /** Only what hangs waits for it, and fails. */
  private static final int PATIENCE_MILLIS = 60_000;

  private final int port;
  private final FakeSentry sentry;
  private int seen;
  private int canaries;

  CaseRun(int port, FakeSentry sentry) {
    this.port = port;
    this.sentry = sentry;
  }

  void run(CorpusCase test) throws IOException {
    try {
      try (RawConnection connection = new RawConnection(port, PATIENCE_MILLIS)) {
        talk(test, connection);
      }
    } finally {
      arrived(test);
    }
  }

  private void talk(CorpusCase test, RawConnection connection) throws IOException {
    connection.send(test.request());
    if (test.halfClose()) {
      connection.halfClose();
    }
    List<Integer> statuses = new ArrayList<>();
    Answer last = null;
    for (int i = 0; i < test.statuses().size(); i++) {
      Answer answer = connection.read(!test.isHead());
      if (answer == null) {
        break;
      }
      last = answer;
      statuses.add(answer.status());
    }
    assertThat(statuses).as("answers").isEqualTo(test.statuses());
    checkHeaders(test, last);
    if (test.open()) {
      Canary canary = Canary.number(canaries++);
      connection.send(canary.request());
      checkCanary(canary, connection.read(true));
    } else {
      assertThat(connection.endsHere()).as("the connection ends after the answers").isTrue();
    }
  }

  private static void checkHeaders(CorpusCase test, @Nullable Answer last) {
    if (last == null) {
      return;
    }
    if (last.status() >= 400) {
      assertThat(last.header("X-Sentry-Error")).as("X-Sentry-Error").isNotBlank();
      assertThat(last.header("Access-Control-Allow-Origin")).as("CORS on errors").isEqualTo("*");
      if (!test.isHead()) {
        assertThat(last.body()).as("body of an error").startsWith("{\"detail\":\"");
      }
    }
    for (String header : test.answerHeaders()) {
      String[] field = header.split(":", 2);
      String value = last.header(field[0]);
      assertThat(value).as("the header %s", field[0]).isNotNull();
      assertThat(field.length == 1 || field[1].strip().equals(value))
          .as("the header %s is %s", header, value)
          .isTrue();
    }
  }

  private static void checkCanary(Canary canary, @Nullable Answer answer) {
    assertThat(answer).as("the answer to the canary").isNotNull();
    assertThat(answer.status()).as("the answer to the canary: " + answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"id\":\"" + canary.id() + "\"}");
  }

  /** A canary on a new connection, and then all that has arrived since the last one. */
  private void arrived(CorpusCase test) throws IOException {
    Canary canary = Canary.number(canaries++);
    try (RawConnection connection = new RawConnection(port, PATIENCE_MILLIS)) {
      connection.send(canary.request());
      checkCanary(canary, connection.read(true));
    }
    List<Received> news = awaitCanary(canary);
    List<String> targets = new ArrayList<>();
    for (Received received : news) {
      if (isCanary(received)) {
        assertThat(new String(received.body(), StandardCharsets.ISO_8859_1))
            .as("the body of a canary")
            .isEqualTo(new Canary(received.query().replace("canary=", "")).body());
      } else {
        targets.add(received.method() + " " + received.target());
        checkBody(test, received);
      }
    }
    assertThat(targets).as("what arrived at Sentry").isEqualTo(test.arriving());
  }

  private static void checkBody(CorpusCase test, Received received) {
    if (!test.rewritten() && !test.bodies().isEmpty()) {
      assertThat(test.bodies())
          .as("the body that arrived: %s", new String(received.body(), StandardCharsets.ISO_8859_1))
          .anyMatch(body -> Arrays.equals(body, received.body()));
    }
  }

  private List<Received> awaitCanary(Canary canary) {
    int count = seen + 1;
    while (true) {
      List<Received> all = sentry.awaitReceived(count);
      if (all.get(all.size() - 1).target().equals(canary.target())) {
        List<Received> news = List.copyOf(all.subList(seen, all.size()));
        seen = all.size();
        return news;
      }
      count = all.size() + 1;
    }
  }

  private static boolean isCanary(Received received) {
    return received.target().startsWith("/api/3/store/?canary=");
  }
}
