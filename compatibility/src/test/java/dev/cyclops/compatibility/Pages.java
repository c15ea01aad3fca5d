/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Serves the pages with an SDK in them, one at a time. One origin for all of them, since it is part
 * of what browsers send. Lives as long as the tests.
 */
final class Pages {
  private static final String HTML =
      """
      <!doctype html>
      <html>
        <head><meta charset="utf-8"><link rel="icon" href="data:,"><title>shop</title></head>
        <body>
          <script src="/scenario.js" data-dsn="%s" data-own-header="%s"></script>
          <script src="/sdk.js"></script>
          <script src="/client.js"></script>
        </body>
      </html>
      """;

  private final HttpServer server;
  private final BlockingQueue<String> reports = new ArrayBlockingQueue<>(16);
  private volatile Map<String, Path> files = Map.of();
  private volatile String html = "";

  private Pages() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  static Pages start() {
    try {
      return new Pages();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page from now on. */
  void show(String dsn, boolean ownHeader, Map<String, Path> scripts) {
    reports.clear();
    html = HTML.formatted(dsn, ownHeader);
    files = scripts;
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** What the pages have told of themselves and nobody has taken yet. */
  BlockingQueue<String> reports() {
    return reports;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = new byte[0];
      int status = 200;
      if (path.equals("/")) {
        body = html.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      } else if (path.equals("/report")) {
        reports.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      } else if (files.containsKey(path)) {
        body = Files.readAllBytes(files.get(path));
        exchange.getResponseHeaders().set("Content-Type", "text/javascript; charset=utf-8");
      } else {
        status = 404;
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
