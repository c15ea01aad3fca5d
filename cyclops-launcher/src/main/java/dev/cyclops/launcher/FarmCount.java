/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.send.SentryUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks all servers of a farm at once. */
final class FarmCount {
  /** An answer is less than 200 bytes; more of it is none of a Cyclops. */
  private static final int MAX_ANSWER_BYTES = 16 << 10;

  private FarmCount() {}

  /**
   * What came back from one server.
   *
   * @param count empty when it was not reached, or answered something else
   */
  record Answer(int port, URI url, Optional<ServerCount> count) {}

  /**
   * How much is still to be sent. What several tell of one shared queue counts once; they may have
   * told it at different moments.
   */
  static long waiting(Collection<ServerCount> counts) {
    long shared = counts.stream().mapToLong(ServerCount::shared).max().orElse(0);
    return shared + counts.stream().mapToLong(count -> count.count() - count.shared()).sum();
  }

  static List<Answer> ask(SentryUrl base, List<Integer> ports, Duration timeout) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(timeout).build();
    List<CompletableFuture<Answer>> answers =
        ports.stream().map(port -> ask(client, url(base, port), port, timeout)).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static URI url(SentryUrl base, int port) {
    String scheme = base.secure() ? "https" : "http";
    return URI.create(scheme + "://" + base.host() + ":" + port + base.pathPrefix() + "/count");
  }

  private static CompletableFuture<Answer> ask(
      HttpClient client, URI url, int port, Duration timeout) {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(timeout).build();
    return client
        .sendAsync(request, BodyHandlers.ofInputStream())
        .thenApply(FarmCount::read)
        // The request's own timeout ends with the headers.
        .orTimeout(2 * timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(unreachable -> Optional.empty())
        .thenApply(count -> new Answer(port, url, count));
  }

  private static Optional<ServerCount> read(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      String text = new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
      long shared = response.headers().firstValueAsLong("X-CYCLOPS-SHARED-COUNT").orElse(0);
      return response.statusCode() == 200
          ? ServerCount.parse(text).map(count -> count.withShared(shared))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
