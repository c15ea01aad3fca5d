/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.send.SentrySender;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender sends. */
abstract class SenderRequestContract extends SenderContractSetup {
  /** What HTTP needs besides the headers of the event. */
  private static final Set<String> FRAMING = Set.of("host", "content-length", "connection");

  private static final Headers ALL_HEADERS =
      Headers.builder()
          .add("Content-Type", "application/x-sentry-envelope")
          .add("Content-Encoding", "gzip")
          .add("X-Sentry-Auth", "Sentry sentry_version=7, sentry_client=\"x/1\",,sentry_key=public")
          .add("Authorization", "Basic cHVibGljOg==")
          .add("User-Agent", "sentry.java/8.62.0 (odd; \"agent\")")
          .add("Origin", "https://shop.example")
          .add("Referer", "https://shop.example/basket?a=b#c")
          .add("X-Forwarded-For", "192.0.2.1, 198.51.100.7")
          .build();

  /**
   * Whether bytes travel as they came which browsers send outside the rules: such as a bare {@code
   * |} in a query, or Latin-1 in a header.
   *
   * @return false for a sender whose HTTP library has to percent-encode the ones and replace the
   *     others
   */
  protected boolean keepsOddBytes() {
    return true;
  }

  @Test
  void send_forwardsARequestByteForByte() {
    byte[] body = new byte[70_000];
    new Random(1).nextBytes(body);
    assertThat(send(sender(), post("/api/7/envelope/", "", ALL_HEADERS, body)).status())
        .isEqualTo(200);

    Received received = sentry.awaitReceived(1).get(0);
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.target()).isEqualTo("/api/7/envelope/");
    assertThat(received.body()).isEqualTo(body);
    ALL_HEADERS.forEach(
        (name, value) -> assertThat(received.headerValues(name)).as(name).containsExactly(value));
  }

  @Test
  void send_addsNoHeadersOfItsOwn() {
    send(sender(), post("/api/7/envelope/", "a=b", ALL_HEADERS, new byte[1000]));

    Received received = sentry.awaitReceived(1).get(0);
    List<String> own = new ArrayList<>();
    received.headers().forEach(header -> own.add(header.getKey().toLowerCase(Locale.ROOT)));
    ALL_HEADERS.forEach((name, value) -> own.remove(name.toLowerCase(Locale.ROOT)));
    assertThat(own).doesNotHaveDuplicates().isSubsetOf(FRAMING);
    assertThat(received.headerValues("Host")).containsExactly("127.0.0.1:" + sentry.port());
    assertThat(received.headerValues("Content-Length")).containsExactly("1000");
    assertThat(received.headerValues("Connection")).isSubsetOf("keep-alive", "Keep-Alive");
  }

  @Test
  void send_forwardsAnEmptyBody() {
    assertThat(send(sender(), post("/api/7/store/", "", ALL_HEADERS, new byte[0])).status())
        .isEqualTo(200);
    Received received = sentry.awaitReceived(1).get(0);
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.body()).isEmpty();
    assertThat(received.headerValues("Transfer-Encoding")).isEmpty();
  }

  @Test
  void send_forwardsALargeBody() {
    byte[] body = new byte[5 << 20];
    new Random(2).nextBytes(body);
    assertThat(send(sender(), post("/api/7/store/", "", ALL_HEADERS, body)).status())
        .isEqualTo(200);
    assertThat(sentry.awaitReceived(1).get(0).body()).isEqualTo(body);
  }

  @Test
  void send_forwardsAGet() {
    String query =
        "sentry_version=4&sentry_key=public&sentry_data=eJyrVkrOz0lVslIqSy0qzszPAwAx_gYM==";
    assertThat(send(sender(), get(query)).status()).isEqualTo(200);
    Received received = sentry.awaitReceived(1).get(0);
    assertThat(received.method()).isEqualTo("GET");
    assertThat(received.target()).isEqualTo("/api/7/store/?" + query);
    assertThat(received.body()).isEmpty();
    assertThat(received.headerValues("Transfer-Encoding")).isEmpty();
    assertThat(received.headerValues("Content-Length")).isSubsetOf("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%E2%82%AC&b=%c3%bc&c=%FF",
        "a=%2F%2f%3F%23%25&b=%00&c=%0D%0A",
        "a=1+2%20+&&=&?&/../;:@,!$'()*",
        "sentry_version=7&sentry_key=a.no-cache",
        "a=~-._%7E"
      })
  void send_forwardsTheQueryByteForByte(String query) {
    assertThat(send(sender(), get(query)).status()).isEqualTo(200);
    assertThat(sentry.awaitReceived(1).get(0).query()).isEqualTo(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=|&b=\"c\"&d={e}",
        "a=%zz&b=%&c=%4",
        "a=<b>`c`^\\d[e]",
        "sentry_data={\"message\":\"a|b\",\"x\":[1]}"
      })
  void send_forwardsWhatBrowsersSendOutsideTheRules(String query) {
    assertThat(send(sender(), get(query)).status()).isEqualTo(200);
    String received = sentry.awaitReceived(1).get(0).query();
    if (keepsOddBytes()) {
      assertThat(received).isEqualTo(query);
    } else {
      assertThat(URLDecoder.decode(received, ISO_8859_1)).isEqualTo(query);
    }
  }

  @Test
  void send_forwardsLatin1InAHeader() {
    Headers headers = Headers.builder().add("User-Agent", "caf\u00e9/1 (\u00ff)").build();
    assertThat(send(sender(), post("/api/7/store/", "", headers, new byte[3])).status())
        .isEqualTo(200);
    if (keepsOddBytes()) {
      assertThat(sentry.awaitReceived(1).get(0).header("User-Agent"))
          .isEqualTo("caf\u00e9/1 (\u00ff)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/7/store/", "/api/store/", "//api//7/store", "/api/7/../store/%2e/"})
  void send_forwardsThePathByteForByte(String path) {
    assertThat(send(sender(), post(path, "", ALL_HEADERS, new byte[3])).status()).isEqualTo(200);
    assertThat(sentry.awaitReceived(1).get(0).target()).isEqualTo(path);
  }

  @Test
  void send_putsThePrefixOfTheUrlBeforeThePath() {
    SentrySender sender = sender(sentry.url() + "/behind/a%20proxy/", LONG);
    send(sender, post("/api/7/store/", "a=b", ALL_HEADERS, new byte[3]));
    assertThat(sentry.awaitReceived(1).get(0).target())
        .isEqualTo("/behind/a%20proxy/api/7/store/?a=b");
  }

  @Test
  void send_understandsAnAnswerInTheEncodingThatTheClientAskedFor() {
    sentry.answerWith(
        request ->
            new Answer(
                200,
                Map.of("Content-Encoding", "gzip", "Transfer-Encoding", "chunked"),
                "as if it were gzip"));
    Headers asking = Headers.builder().add("Accept-Encoding", "gzip, br").build();
    SentrySender sender = sender();
    for (int i = 0; i < 3; i++) {
      assertThat(send(sender, post("/api/7/store/", "", asking, new byte[3])).status())
          .isEqualTo(200);
    }
    assertThat(sentry.connectionCount()).isEqualTo(1);
  }

  static Event post(String path, String query, Headers headers, byte[] body) {
    return accepted(
        Event.builder(Route.ENVELOPE).path(path).query(query).headers(headers).body(body));
  }

  private static Event get(String query) {
    Headers headers = Headers.builder().add("User-Agent", "Mozilla/5.0").build();
    return accepted(
        Event.builder(Route.STORE)
            .method("GET")
            .path("/api/7/store/")
            .query(query)
            .headers(headers));
  }

  private static Event accepted(Event.Builder builder) {
    return builder
        .build()
        .accepted(7, "public", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());
  }
}
