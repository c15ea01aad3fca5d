/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web hook that answers as it is told to. */
public final class WebhookReceiver implements AutoCloseable {
  /** What came. */
  public record Received(String path, String signature, byte[] body) {
    public JsonObject json() {
      return JsonParser.parseString(new String(body, UTF_8)).getAsJsonObject();
    }

    /** Kind and phase. */
    public String what() {
      return json().get("kind").getAsString() + " " + json().get("phase").getAsString();
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile boolean hangs;

  public WebhookReceiver() throws IOException {
    this(0);
  }

  public WebhookReceiver(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String signature = exchange.getRequestHeaders().getFirst("X-Cyclops-Signature-256");
    received.add(
        new Received(
            exchange.getRequestURI().toString(), signature == null ? "" : signature, body));
    if (hangs) {
      // An answer that begins, and never ends.
      exchange.sendResponseHeaders(200, 1000);
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
      return;
    }
    if (status >= 300 && status < 400) {
      exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  public void status(int status) {
    this.status = status;
  }

  public void hangs(boolean hangs) {
    this.hangs = hangs;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public List<Received> received() {
    return received;
  }

  public List<String> told() {
    return received.stream().map(Received::what).toList();
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
