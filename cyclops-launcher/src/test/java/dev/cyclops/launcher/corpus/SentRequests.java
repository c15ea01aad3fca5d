/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.corpus.RequestGrammar.Request;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Looks at all that was said to Sentry: whatever came in, our own grammar goes out. */
final class SentRequests {
  /** All that may ever be said of an event. */
  private static final Set<String> OF_EVENTS =
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

  private SentRequests() {}

  /**
   * Checks them.
   *
   * @return how many there were
   */
  static int check(Door door) throws IOException, RequestGrammar.Violation {
    int requests = 0;
    for (ByteTap.Recorded connection : door.sent.connections()) {
      List<Request> sent = RequestGrammar.parse(connection.requests());
      requests += sent.size();
      for (Request request : sent) {
        check(request, door);
      }
    }
    return requests;
  }

  private static void check(Request request, Door door) {
    assertThat(request.headers()).containsEntry("host", "127.0.0.1:" + door.sent.port());
    // Nobody is trusted here to tell of another address.
    assertThat(request.headers()).containsEntry("x-forwarded-for", "127.0.0.1");
    assertThat(request.target()).doesNotContain("smuggled");
    if (request.target().startsWith(Door.PASSING)) {
      assertThat(request.headers())
          .doesNotContainKeys("forwarded", "x-real-ip", "x-forwarded-port", "upgrade", "te");
      return;
    }
    assertThat(request.method()).isIn("POST", "GET");
    assertThat(request.target()).matches("/+api/.*");
    assertThat(OF_EVENTS).containsAll(request.headers().keySet());
  }
}
