/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Stands before Sentry as Cyclops does, answers 200 to all, and treats one gzip request badly. */
final class FaultyRelay implements AutoCloseable {
  /** What it does to the second request. */
  enum Fault {
    NONE,
    LOSES,
    DOUBLES,
    CHANGES_BODY,
    CHANGES_HEADER,
    CHANGES_QUERY
  }

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI sentry;
  private final Fault fault;
  private final AtomicInteger requests = new AtomicInteger();

  private FaultyRelay(URI sentry, Fault fault) throws IOException {
    this.sentry = sentry;
    this.fault = fault;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::relay);
    server.start();
  }

  static FaultyRelay before(String sentryUrl, Fault fault) throws IOException {
    return new FaultyRelay(URI.create(sentryUrl), fault);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void relay(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean ill = requests.incrementAndGet() == 2;
      if (!ill || fault != Fault.LOSES) {
        send(exchange, body, ill);
      }
      if (ill && fault == Fault.DOUBLES) {
        send(exchange, body, true);
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] answer = {'{', '}'};
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange exchange, byte[] body, boolean ill)
      throws IOException, InterruptedException {
    String target = exchange.getRequestURI().toString();
    if (ill && fault == Fault.CHANGES_QUERY) {
      target += (target.contains("?") ? "&" : "?") + "more=1";
    }
    if (ill && fault == Fault.CHANGES_BODY) {
      body = changed(body);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sentry.resolve(target))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (String name : CanonicalRequest.TRAVELLING) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        boolean changed = ill && fault == Fault.CHANGES_HEADER && name.equals("X-Sentry-Auth");
        request.header(name, changed ? value + "x" : value);
      }
    }
    var unused = client.send(request.build(), BodyHandlers.discarding());
  }

  /** Another event of the same length, compressed as it came. */
  private static byte[] changed(byte[] gzip) throws IOException {
    String text =
        new String(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes(), UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.replace("opened the basket", "Opened the basket").getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
