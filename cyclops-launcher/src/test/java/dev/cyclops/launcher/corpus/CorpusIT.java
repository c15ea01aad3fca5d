/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.corpus.RequestGrammar.Request;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every request of the corpus against a real server, over plain sockets. */
class CorpusIT {
  /** All that may ever be said to Sentry. */
  private static final Set<String> SENT =
      Set.of(
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "host",
          "origin",
          "referer",
          "user-agent",
          "x-forwarded-for",
          "x-sentry-auth");

  private static Door door;

  @BeforeAll
  static void open() throws Exception {
    door = new Door();
  }

  @AfterAll
  static void close() throws Exception {
    door.close();
  }

  @TestFactory
  Stream<DynamicTest> request_isParsedAsItselfOrNotAtAll() throws Exception {
    CaseRun run = new CaseRun(door.port(), door.sentry);
    Stream<DynamicTest> cases =
        Corpus.cases().stream()
            .map(test -> DynamicTest.dynamicTest(test.toString(), () -> run.run(test)));
    return Stream.concat(
        cases, Stream.of(DynamicTest.dynamicTest("what was sent to Sentry", this::checkSent)));
  }

  /** Whatever came in: our own grammar goes out. */
  private void checkSent() throws Exception {
    int requests = 0;
    for (ByteTap.Recorded connection : door.sent.connections()) {
      List<Request> sent = RequestGrammar.parse(connection.requests());
      requests += sent.size();
      for (Request request : sent) {
        assertThat(request.method()).isIn("POST", "GET");
        assertThat(request.target()).matches("/+api/.*").doesNotContain("smuggled");
        assertThat(SENT).containsAll(request.headers().keySet());
        assertThat(request.headers()).containsEntry("host", "127.0.0.1:" + door.sent.port());
        assertThat(request.headers()).doesNotContainKey("transfer-encoding");
        assertThat(request.headers().get("x-forwarded-for")).endsWith("127.0.0.1");
      }
    }
    assertThat(requests).isEqualTo(door.sentry.requestCount()).isGreaterThan(300);
  }
}
