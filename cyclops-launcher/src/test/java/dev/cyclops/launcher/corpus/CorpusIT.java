/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every request of the corpus against a real server, over plain sockets. */
class CorpusIT {
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

  private void checkSent() throws Exception {
    assertThat(SentRequests.check(door)).isEqualTo(door.sentry.requestCount()).isGreaterThan(300);
  }
}
