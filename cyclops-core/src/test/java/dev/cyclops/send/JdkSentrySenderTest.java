/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.send.SendResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkSentrySenderTest {
  private record Request(String method, String target, String type, String body) {}

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private SentrySender sender;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    // Longer than the machine may stall.
    sender = SentrySender.http(SentryUrl.parse(address() + "/prefix/"), LONG, LONG);
  }

  @AfterEach
  void stop() {
    sender.close();
    server.stop(0);
  }

  private String address() {
    return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            body));
    exchange.getResponseHeaders().add("Location", "/elsewhere");
    exchange.getResponseHeaders().add("Retry-After", "7");
    int status = body.startsWith("status ") ? Integer.parseInt(body.substring(7)) : 200;
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b&c=d | a=b&c=d",
        "a=%7b%22 | a=%7b%22",
        "a={\"b\":1} | a=%7B%22b%22:1%7D",
        "a=100% | a=100%25",
        "a=%g1&b=%1 | a=%25g1&b=%251",
        "a=<b>&c=d^e`f | a=%3Cb%3E&c=d%5Ee%60f",
        "a=[1]#x\\y | a=%5B1%5D%23x%5Cy",
        "a=b?c/d;e:f@g!$'()*+,~ | a=b?c/d;e:f@g!$'()*+,~",
      })
  void send_escapesOnlyWhatAUriCannotHold(String query, String sent) {
    Event event = Event.builder(Route.STORE).path("/api/1/store/").query(query).build();

    assertThat(send(event).status()).isEqualTo(200);

    assertThat(requests).hasSize(1);
    assertThat(requests.peek().target()).isEqualTo("/prefix/api/1/store/?" + sent);
  }

  @ParameterizedTest
  @CsvSource({
    "//evil.example/api/, /prefix//evil.example/api/",
    "/@evil.example/, /prefix/@evil.example/",
    "/../../x, /prefix/../../x",
    "/a|b, /prefix/a%7Cb"
  })
  void send_goesToItsServerWhateverThePathIs(String path, String sent) {
    assertThat(send(Event.builder(Route.STORE).path(path).build()).status()).isEqualTo(200);

    assertThat(requests.element().target()).isEqualTo(sent);
  }

  @Test
  void send_carriesMethodHeadersAndBody() {
    Event event =
        Event.builder(Route.STORE)
            .headers(Headers.builder().add("Content-Type", "text/x").build())
            .body("body".getBytes(UTF_8))
            .build();
    Event get = Event.builder(Route.STORE).method("GET").query("sentry_data=x").build();

    send(event);
    send(get);

    assertThat(requests)
        .containsExactly(
            new Request("POST", "/prefix/api/store/", "text/x", "body"),
            new Request("GET", "/prefix/api/store/?sentry_data=x", null, ""));
  }

  @Test
  void send_followsNoRedirect() {
    SendResult result = send(event("status 302"));

    assertThat(result.status()).isEqualTo(302);
    assertThat(result.retryAfter()).isEqualTo("7");
    assertThat(requests).hasSize(1);
  }

  @Test
  void send_afterCloseIsAFailure() {
    sender.close();

    assertThat(send(event("x")).failure()).isEqualTo(Failure.CONNECT);
    assertThat(requests).isEmpty();
  }

  @Test
  void send_toNobodyIsAFailureToConnect() {
    SentrySender lonely = SentrySender.http(address());
    server.stop(0);

    SendResult result = lonely.send(event("x")).toCompletableFuture().join();

    assertThat(result.failure()).isEqualTo(Failure.CONNECT);
    lonely.close();
  }

  private SendResult send(Event event) {
    return sender.send(event).toCompletableFuture().join();
  }

  private static Event event(String body) {
    return Event.builder(Route.STORE).path("/api/1/store/").body(body.getBytes(UTF_8)).build();
  }
}
