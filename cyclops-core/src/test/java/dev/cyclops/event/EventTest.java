/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
  private static final byte[] BODY = "{\"message\":\"geheim\"}".getBytes(UTF_8);

  @Test
  void lentBody_isCopiedForWhoKeepsIt() {
    byte[] array = Arrays.copyOf(BODY, BODY.length + 50);
    Event lent = Event.builder(Route.STORE).lentBody(array, BODY.length).build();

    Event accepted = lent.accepted(1, "public", null, DataCategory.ERROR, UnaryOperator.identity());
    byte[] copy = lent.body();
    Event asked = lent.withQuery("a=b");
    assertThat(lent.bodyArray()).isSameAs(array);
    assertThat(lent.bodyLength()).isEqualTo(BODY.length);
    assertThat(lent.heapBytes()).isEqualTo(lent.withBody(BODY).heapBytes());
    assertThat(lent.toString()).contains(BODY.length + " bytes");
    assertThat(asked.body()).isEqualTo(BODY);
    Arrays.fill(array, (byte) 0);

    assertThat(copy).isEqualTo(BODY);
    assertThat(accepted.body()).isEqualTo(BODY).isSameAs(accepted.bodyArray());
    assertThat(accepted.bodyLength()).isEqualTo(BODY.length);
  }

  @Test
  void lentBody_mayFillItsArray() {
    byte[] array = BODY.clone();
    Event lent = Event.builder(Route.STORE).lentBody(array, array.length).build();

    assertThat(lent.body()).isEqualTo(BODY).isNotSameAs(array);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Event.builder(Route.STORE).lentBody(array, array.length + 1));
  }

  @Test
  void store_isARequestThatSentryTakes() {
    Event event = Event.store(7, "public", BODY);

    assertThat(event.route()).isEqualTo(Route.STORE);
    assertThat(event.project()).isEqualTo(7);
    assertThat(event.method()).isEqualTo("POST");
    assertThat(event.path()).isEqualTo("/api/7/store/");
    assertThat(event.query()).isEmpty();
    assertThat(event.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(event.headers().get("X-Sentry-Auth"))
        .isEqualTo("Sentry sentry_version=7, sentry_key=public");
    assertThat(event.body()).isSameAs(BODY);
    assertThat(event.publicKey()).isNull();
    assertThat(event.id()).isNull();
    assertThat(event.category()).isEqualTo(DataCategory.DEFAULT);
    assertThat(event.source()).isNull();
  }

  @Test
  void envelope_isARequestThatSentryTakes() {
    Event event = Event.envelope(7, "public", BODY);

    assertThat(event.route()).isEqualTo(Route.ENVELOPE);
    assertThat(event.path()).isEqualTo("/api/7/envelope/");
    assertThat(event.headers().get("Content-Type")).isEqualTo("application/x-sentry-envelope");
  }

  @Test
  void store_refusesWhatNobodyCanMean() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Event.store(0, "public", BODY))
        .withMessage("project < 1: 0");
    assertThatNullPointerException()
        .isThrownBy(() -> Event.store(1, null, BODY))
        .withMessage("publicKey == null");
    assertThatNullPointerException()
        .isThrownBy(() -> Event.store(1, "public", null))
        .withMessage("body == null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Event.store(1, "public\r\nX-Evil: 1", BODY));
  }

  @Test
  void builder_startsWithThePathOfItsRoute() {
    assertThat(Event.builder(Route.STORE).build().path()).isEqualTo("/api/store/");
    assertThat(Event.builder(Route.ENVELOPE).build().path()).isEqualTo("/api/envelope/");
    for (Route route : Route.values()) {
      String name = route.name().toLowerCase(Locale.ROOT);
      assertThat(Event.builder(route).build().path()).isEqualTo("/api/" + name + "/");
    }
    assertThat(Event.builder(Route.STORE).build().project()).isEqualTo(Event.PROJECT_OF_THE_KEY);
    assertThat(Event.builder(Route.STORE).build().body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {'\r', '\n', 0, ' ', '\t', 0x7F, 0x80, 0xFF, 0x10A, 0x120, 0x660, 0xD83D})
  void builder_refusesWhatCouldSplitARequest(int c) {
    Event.Builder builder = Event.builder(Route.STORE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.path("/api/1/" + (char) c + "secret"))
        .withMessage("path holds character " + c);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.query("sentry_key=secret" + (char) c))
        .withMessage("query holds character " + c);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.method("GET" + (char) c));
    Event untouched = builder.build();
    assertThat(untouched.path()).isEqualTo("/api/store/");
    assertThat(untouched.query()).isEmpty();
    assertThat(untouched.method()).isEqualTo("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PUT", "get", "POST /x HTTP/1.1", "OPTIONS"})
  void builder_takesNoOtherMethod(String method) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Event.builder(Route.STORE).method(method))
        .withMessage("method is neither POST nor GET");
  }

  @Test
  void builder_takesPathsOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Event.builder(Route.STORE).path("http://evil/secret"))
        .withMessage("path without a leading slash");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Event.builder(Route.STORE).path("/api/1/store/?sentry_key=secret"))
        .withMessage("path holds a question mark");
  }

  @Test
  void builder_takesEveryVisibleCharacterOfAQuery() {
    StringBuilder visible = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      visible.append(c);
    }
    assertThat(Event.builder(Route.STORE).query(visible.toString()).build().query())
        .isEqualTo(visible.toString());
  }

  @Test
  void builder_namesWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Event.builder(Route.STORE).project(-1))
        .withMessage("project < 0: -1");
    assertThatNullPointerException()
        .isThrownBy(() -> Event.builder(null))
        .withMessage("route == null");
    assertThatNullPointerException()
        .isThrownBy(() -> Event.builder(Route.STORE).headers(null))
        .withMessage("headers == null");
    assertThatNullPointerException()
        .isThrownBy(() -> Event.builder(Route.STORE).source(null))
        .withMessage("source == null");
  }

  @Test
  void accepted_settlesWhatWasOpenAndForgetsTheSource() {
    Event event =
        Event.builder(Route.STORE)
            .method("GET")
            .path("/api/store/")
            .query("sentry_data=abc")
            .headers(Headers.builder().add("Origin", "o").build())
            .body(BODY)
            .arrivedAt(Instant.ofEpochMilli(123))
            .source("192.0.2.1")
            .build();
    EventId id = EventId.random();
    List<String> pooled = new ArrayList<>();
    UnaryOperator<String> pool =
        text -> {
          pooled.add(text);
          return text;
        };

    Event accepted = event.accepted(9, "public", id, DataCategory.ERROR, pool);

    assertThat(event.source()).isEqualTo("192.0.2.1");
    assertThat(accepted.source()).isNull();
    assertThat(accepted.project()).isEqualTo(9);
    assertThat(accepted.publicKey()).isEqualTo("public");
    assertThat(accepted.id()).isEqualTo(id);
    assertThat(accepted.category()).isEqualTo(DataCategory.ERROR);
    assertThat(accepted.route()).isEqualTo(Route.STORE);
    assertThat(accepted.method()).isEqualTo("GET");
    assertThat(accepted.path()).isEqualTo("/api/store/");
    assertThat(accepted.query()).isEqualTo("sentry_data=abc");
    assertThat(accepted.headers().packed()).isSameAs(event.headers().packed());
    assertThat(accepted.body()).isSameAs(BODY);
    assertThat(accepted.arrivedAtMillis()).isEqualTo(123);
    assertThat(pooled).containsExactlyInAnyOrder("public", "GET", "/api/store/", "sentry_data=abc");
  }

  @Test
  void accepted_keepsAnIdOfZerosApartFromNone() {
    Event event = Event.store(1, "public", BODY);
    UnaryOperator<String> noPool = UnaryOperator.identity();

    assertThat(event.accepted(1, "k", new EventId(0, 0), DataCategory.ERROR, noPool).id())
        .isEqualTo(new EventId(0, 0));
    assertThat(event.accepted(1, "k", null, DataCategory.ERROR, noPool).id()).isNull();
  }

  @Test
  void accepted_needsAProject() {
    Event event = Event.store(1, "public", BODY);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> event.accepted(0, "k", null, DataCategory.ERROR, UnaryOperator.identity()))
        .withMessage("project < 1: 0");
  }

  @Test
  void heapBytes_growsWithEveryPartByItsLength() {
    Event small = Event.builder(Route.STORE).path("/a").build();
    Event large =
        Event.builder(Route.STORE)
            .path("/a" + "p".repeat(10))
            .query("q".repeat(100))
            .headers(Headers.builder().add("H", "v".repeat(1000)).build())
            .body(new byte[10_000])
            .build();
    Event accepted =
        large.accepted(1, "k".repeat(7), null, DataCategory.ERROR, UnaryOperator.identity());

    assertThat(large.heapBytes() - small.heapBytes()).isEqualTo(10 + 100 + 1004 + 10_000);
    assertThat(accepted.heapBytes() - large.heapBytes()).isEqualTo(7);
    assertThat(small.heapBytes()).isBetween(100, 250);
  }

  @Test
  void toString_showsNeitherKeyNorBodyNorQuery() {
    Event event =
        Event.builder(Route.STORE)
            .project(3)
            .path("/api/3/store/")
            .query("sentry_key=geheim")
            .headers(Headers.builder().add("X-Sentry-Auth", "Sentry sentry_key=geheim").build())
            .body(BODY)
            .source("geheim")
            .build()
            .accepted(3, "geheim", null, DataCategory.ERROR, UnaryOperator.identity());

    assertThat(event).hasToString("Event[POST STORE, project 3, id null, ERROR, 20 bytes]");
  }
}
