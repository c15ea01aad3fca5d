/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.corpus.AnswerReader.Answer;
import dev.cyclops.launcher.corpus.RequestGrammar.Request;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends cases through a proxy. What the proxy makes of a request is its own affair; that Cyclops
 * makes the same of it is what is checked: between the two all bytes are kept, and a strict reading
 * of them, which the proxy wrote one by one, has to be what was answered and what reached Sentry.
 * Not thread-safe.
 */
final class ProxiedRun {
  /** Some requests leave the proxy waiting for their rest; then there is nothing to wait for. */
  private static final int QUIET_MILLIS = 1_000;

  private static final int PATIENCE_MILLIS = 60_000;

  /** One more than the connections that the proxy keeps to Cyclops. */
  private static final int NEW_CONNECTIONS = 2;

  private final int port;
  private final FakeSentry sentry;
  private final Map<String, String> caseByCanary = new HashMap<>();
  private int canaries;

  ProxiedRun(int port, FakeSentry sentry) {
    this.port = port;
    this.sentry = sentry;
  }

  void run(CorpusCase test) throws IOException {
    Canary same = canary(test);
    try (RawConnection connection = new RawConnection(port, QUIET_MILLIS)) {
      connection.send(test.request());
      connection.send(same.request());
      readAnswers(test, connection, same);
    }
    for (int i = 0; i < NEW_CONNECTIONS; i++) {
      Canary canary = canary(test);
      try (RawConnection connection = new RawConnection(port, PATIENCE_MILLIS)) {
        connection.send(canary.request());
        Answer answer = connection.read(true);
        assertThat(answer).as("the answer to a canary on a new connection").isNotNull();
        assertThat(answer.status()).as("status of the canary: " + answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"id\":\"" + canary.id() + "\"}");
      }
    }
  }

  private Canary canary(CorpusCase test) {
    Canary canary = Canary.number(canaries++);
    caseByCanary.put(canary.id(), test.toString());
    return canary;
  }

  /** The canary is answered as itself, last, or not at all. */
  private static void readAnswers(CorpusCase test, RawConnection connection, Canary canary)
      throws IOException {
    boolean answered = false;
    try {
      for (Answer answer = connection.read(!test.isHead());
          answer != null;
          answer = connection.read(true)) {
        assertThat(answered).as("an answer behind that to the canary").isFalse();
        answered = answer.body().contains(canary.id());
        if (answered) {
          assertThat(answer.status()).as("the answer to the canary").isEqualTo(200);
          assertThat(answer.body()).isEqualTo("{\"id\":\"" + canary.id() + "\"}");
          return;
        }
      }
    } catch (IOException e) {
      // The proxy waits for more, or has reset the connection: the canary was not parsed.
    }
  }

  /** Compares all that passed between the proxy and Cyclops with what came of it. */
  int check(List<ByteTap.Recorded> connections) throws IOException {
    List<String> understood = new ArrayList<>();
    for (ByteTap.Recorded connection : connections) {
      understood.addAll(checkConnection(connection));
    }
    for (Received received : sentry.received()) {
      String text = text(received.method(), received.target(), received.body());
      // What had no event id got one; the rest of it is compared without the proxy.
      assertThat(understood.remove(text) || understood.removeIf(isWithoutId(received)))
          .as("the proxy has written what reached Sentry: %s", received)
          .isTrue();
    }
    return connections.size();
  }

  private static Predicate<String> isWithoutId(Received received) {
    String start = received.method() + " " + received.path();
    boolean[] found = new boolean[1];
    return text -> {
      boolean is = !found[0] && text.startsWith(start) && !text.contains("canary");
      found[0] |= is;
      return is;
    };
  }

  private List<String> checkConnection(ByteTap.Recorded connection) throws IOException {
    RequestGrammar.Prefix prefix = RequestGrammar.prefix(connection.requests());
    AnswerReader answers = new AnswerReader(new ByteArrayInputStream(connection.answers()));
    List<String> understood = new ArrayList<>();
    String last = "the start";
    for (Request request : prefix.requests()) {
      Answer answer = finalAnswer(answers, !request.method().equals("HEAD"));
      if (answer == null) {
        // Refused before, and closed: then nothing of this was looked at.
        assertThat(answers.endsHere()).isTrue();
        return understood;
      }
      checkIds(request, answer, last);
      String path = request.target().replaceFirst("(?i)^https?://[^/?]*", "");
      understood.add(text(request.method(), path, request.body()));
      last =
          caseByCanary.getOrDefault(
              request.target().substring(request.target().lastIndexOf('=') + 1), last);
    }
    Answer refusal = prefix.isComplete() ? null : finalAnswer(answers, true);
    if (refusal != null) {
      assertThat(refusal.status())
          .as("the answer to what is no request: %s, after %s", prefix.violation(), last)
          .isGreaterThanOrEqualTo(400);
    }
    assertThat(finalAnswer(answers, true)).as("an answer to nothing, after %s", last).isNull();
    return understood;
  }

  private static @Nullable Answer finalAnswer(AnswerReader answers, boolean hasBody)
      throws IOException {
    Answer answer = answers.read(hasBody);
    while (answer != null && answer.status() < 200) {
      answer = answers.read(hasBody);
    }
    return answer;
  }

  /** An answer with an id is that to the request which holds this id. */
  private static void checkIds(Request request, Answer answer, String last) {
    String body = answer.body();
    if (body.matches("\\{\"id\":\"[0-9a-f]{32}\"}") && request.target().contains("canary=")) {
      assertThat(request.target())
          .as("the request that was answered with %s, after %s", body, last)
          .contains(body.substring(7, 39));
    }
  }

  private static String text(String method, String target, byte[] body) {
    return method + " " + target + " " + new String(body, ISO_8859_1);
  }
}
