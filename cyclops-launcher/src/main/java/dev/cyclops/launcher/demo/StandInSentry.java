/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * Stands in for Sentry: some workers, each of which takes its time for an event, and a queue before
 * them. Counts what it sees, by the class of the error. Listens on this machine only.
 */
final class StandInSentry implements AutoCloseable {
  private final Duration serviceTime;
  private final Undertow server;
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong responseNanos = new AtomicLong();
  private final Map<String, AtomicLong> seenByType = new ConcurrentHashMap<>();

  StandInSentry(int workers, Duration serviceTime) {
    this.serviceTime = serviceTime;
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(workers)
            .setHandler(this::arrive)
            .build();
    server.start();
  }

  String url() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return "http://127.0.0.1:" + address.getPort();
  }

  long seen() {
    return seen.get();
  }

  long seen(String type) {
    return seenByType.getOrDefault(type, new AtomicLong()).get();
  }

  /** How long all answers together took, waiting for a worker included. */
  long responseNanos() {
    return responseNanos.get();
  }

  private void arrive(HttpServerExchange exchange) {
    long arrived = System.nanoTime();
    exchange.dispatch(
        () -> {
          try {
            serve(exchange);
          } catch (IOException e) {
            exchange.endExchange();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          responseNanos.addAndGet(System.nanoTime() - arrived);
          seen.incrementAndGet();
        });
  }

  private void serve(HttpServerExchange exchange) throws IOException, InterruptedException {
    exchange.startBlocking();
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst(Headers.CONTENT_ENCODING));
    InputStream body = exchange.getInputStream();
    String envelope =
        new String(
            (gzip ? new GZIPInputStream(body) : body).readAllBytes(), StandardCharsets.UTF_8);
    Thread.sleep(serviceTime.toMillis());
    seenByType.computeIfAbsent(errorType(envelope), type -> new AtomicLong()).incrementAndGet();
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send("{}");
  }

  /** The class of the error in an envelope, which is three lines of JSON. */
  private static String errorType(String envelope) {
    List<String> lines = envelope.lines().toList();
    try {
      JsonObject event = JsonParser.parseString(lines.get(2)).getAsJsonObject();
      return event
          .getAsJsonObject("exception")
          .getAsJsonArray("values")
          .get(0)
          .getAsJsonObject()
          .get("type")
          .getAsString();
    } catch (JsonParseException | IndexOutOfBoundsException | NullPointerException e) {
      return "";
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
