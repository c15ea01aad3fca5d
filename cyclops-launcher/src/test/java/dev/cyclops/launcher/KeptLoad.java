/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Connections that are kept and report as fast as they can; no answer may be missing. */
final class KeptLoad implements AutoCloseable {
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final Set<String> statuses = ConcurrentHashMap.newKeySet();
  private final List<CompletableFuture<Void>> traffic = new ArrayList<>();

  KeptLoad(int port, int connections) {
    for (int i = 0; i < connections; i++) {
      traffic.add(
          CompletableFuture.runAsync(() -> report(port), task -> new Thread(task, "load").start()));
    }
  }

  private void report(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      while (!over.get()) {
        statuses.add(status(socket));
        answered.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitSome() {
    int before = answered.get();
    patiently().until(() -> answered.get() > before + 50 || failed());
  }

  Set<String> end() throws Exception {
    over.set(true);
    for (CompletableFuture<Void> each : traffic) {
      each.get();
    }
    return statuses;
  }

  private boolean failed() {
    return traffic.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
  }

  /** Ends it in any case. */
  @Override
  public void close() {
    over.set(true);
  }

  /** Reports over a connection that must not end; what became of the event, answered with 200. */
  static String status(Socket socket) throws IOException {
    String answer = answer(socket, "public");
    assertThat(answer).startsWith("HTTP/1.1 200");
    return found("(?i)\r\nx-cyclops-status: (\\w+)\r\n", answer);
  }

  /** The status of a report over a connection that must not end. */
  static String code(Socket socket, String key) throws IOException {
    return found("^HTTP/1.1 (\\d+)", answer(socket, key));
  }

  private static String answer(Socket socket, String key) throws IOException {
    String body = "{\"message\":\"m\"}";
    String head =
        "POST /api/1/store/?sentry_key="
            + key
            + " HTTP/1.1\r\nHost: a\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the connection was closed: %s", answer).isNotNegative();
      answer.append((char) next);
    }
    int length = Integer.parseInt(found("(?i)\r\ncontent-length: (\\d+)\r\n", answer));
    assertThat(socket.getInputStream().readNBytes(length)).hasSize(length);
    return answer.toString();
  }

  private static String found(String pattern, CharSequence text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }
}
