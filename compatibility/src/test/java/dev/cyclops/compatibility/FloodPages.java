/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The pages of a shop in which a browser's SDK fails, each under an address of its own. */
final class FloodPages implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 90;

  private static final String SITE = "http://hats.example";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Path folder;
  private final Map<String, String> variables;

  private FloodPages(Path folder, Map<String, String> variables) throws IOException {
    this.folder = folder;
    this.variables = variables;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Shows the page of a run until its script says that it is over. */
  static void run(Path folder, RecordedSdk sdk, int run, String dsn)
      throws IOException, InterruptedException {
    String bundle = run == FloodProgram.LATER_RELEASE ? "app.77bc01d4" : "app.3f2a9c1e";
    // A page must not know the secret key.
    String publicDsn = dsn.replaceFirst(":\\w+@", "@");
    String report =
        publicDsn.replaceFirst("//(\\w+)@(.*)/(\\d+)$", "//$2/api/$3/security/?sentry_key=$1");
    Map<String, String> variables =
        Map.of(
            "@DSN@", publicDsn,
            "@RUN@", Integer.toString(run),
            "@BUNDLE@", bundle,
            "@REPORT@", report);
    if (!sdk.library().isEmpty()) {
      bundle(folder, sdk, bundle);
    }
    String page = sdk.library().isEmpty() ? "/policy/" : "/shop/";
    try (FloodPages pages = new FloodPages(folder, variables);
        Chromium browser =
            Chromium.open(SITE + page + (4700 + run * 11) + "/basket", pages.options())) {
      if (!pages.finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the page did not end; Chromium said:\n" + browser.output());
      }
    }
  }

  private static void bundle(Path folder, RecordedSdk sdk, String name)
      throws IOException, InterruptedException {
    Path modules = NpmPackages.FOLDER.resolve("node_modules").toAbsolutePath();
    Files.createSymbolicLink(folder.resolve("node_modules"), modules);
    List<String> command =
        List.of(
            NpmPackages.node().toString(),
            modules.resolve("esbuild/bin/esbuild").toString(),
            sdk.program(),
            "--bundle",
            "--minify",
            "--log-level=error",
            "--preserve-symlinks",
            "--alias:sdk=" + sdk.library(),
            "--outfile=" + name + ".js");
    ClientProcess.run(folder, Map.of(), "run npm ci in " + NpmPackages.FOLDER, command);
  }

  /** The site has one address, on whatever port it is served. */
  private List<String> options() {
    String here = "127.0.0.1:" + server.getAddress().getPort();
    return List.of("--host-resolver-rules=MAP hats.example " + here);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/finished")) {
        send(exchange, 200, new byte[0]);
        finished.countDown();
      } else if (path.endsWith(".js")) {
        Path file = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
        exchange.getResponseHeaders().set("Content-Type", "text/javascript; charset=utf-8");
        send(exchange, 200, Files.readAllBytes(file));
      } else if (path.startsWith("/shop/")) {
        page(exchange, "shop.html");
      } else if (path.startsWith("/policy/")) {
        policy(exchange);
      } else {
        send(exchange, 404, new byte[0]);
      }
    }
  }

  private void page(HttpExchange exchange, String name) throws IOException {
    String html = Files.readString(folder.resolve(name));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      html = html.replace(variable.getKey(), variable.getValue());
    }
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    send(exchange, 200, html.getBytes(UTF_8));
  }

  /** A page within a page for each case: its address names the policy and what it does. */
  private void policy(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (query == null) {
      page(exchange, "policy.html");
      return;
    }
    String[] parts = query.split("&", -1);
    String uri = variables.get("@REPORT@") + "&case=" + parts[0];
    String policy = parts[1].replace('+', ' ') + "; report-uri " + uri;
    exchange.getResponseHeaders().set("Content-Security-Policy", policy);
    page(exchange, "policy-" + parts[2] + ".html");
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
