/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.send.SentryUrl;
import io.undertow.client.ClientRequest;
import org.junit.jupiter.api.Test;

final class RequestFactoryTest {
  private final RequestFactory requests =
      new RequestFactory(SentryUrl.parse("https://sentry.example.com/prefix/"));

  @Test
  void create_putsThePrefixBeforeThePathAndKeepsTheQuery() {
    Event event =
        Event.builder(Route.STORE).path("/api//1/store").query("a=%20b&c=+&c=%2B").build();

    assertThat(requests.create(event).getPath()).isEqualTo("/prefix/api//1/store?a=%20b&c=+&c=%2B");
  }

  @Test
  void create_addsHostAndLengthOnly() {
    Headers headers = Headers.builder().add("X-Sentry-Auth", "Sentry sentry_key=k").build();
    Event event = Event.builder(Route.STORE).headers(headers).body(new byte[3]).build();

    ClientRequest request = requests.create(event);

    assertThat(request.getRequestHeaders().getHeaderNames())
        .map(Object::toString)
        .containsExactlyInAnyOrder("Host", "Content-Length", "X-Sentry-Auth");
    assertThat(request.getRequestHeaders().getFirst("Host")).isEqualTo("sentry.example.com");
    assertThat(request.getRequestHeaders().getFirst("Content-Length")).isEqualTo("3");
  }
}
