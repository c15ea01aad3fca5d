/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLException;

/** Asks all servers of a farm at once. Thread-safe. */
final class FarmCount {
  /** An answer is less than 200 bytes; more of it is none of a Cyclops. */
  private static final int MAX_ANSWER_BYTES = 16 << 10;

  /** Sockets that are open at once. */
  private static final int AT_ONCE = 256;

  private final Duration timeout;
  private final HttpClient client;

  /** Who asks, and waits so long for each of them. */
  FarmCount(Duration timeout) {
    this.timeout = timeout;
    client = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  /**
   * What came back from one server.
   *
   * @param count empty when it was not reached, or answered something else
   * @param problem why there is no count, in some words; empty when there is one
   */
  record Answer(FarmAddress address, Optional<ServerCount> count, String problem) {}

  /**
   * How much is still to be sent. What several tell of one shared queue counts once; they may have
   * told it at different moments.
   */
  static long waiting(Collection<ServerCount> counts) {
    long shared = counts.stream().mapToLong(ServerCount::shared).max().orElse(0);
    return shared + counts.stream().mapToLong(count -> count.count() - count.shared()).sum();
  }

  /** Those that have answered. */
  static List<ServerCount> counts(Collection<Answer> answers) {
    return answers.stream().flatMap(answer -> answer.count().stream()).toList();
  }

  /**
   * Waits for all of them, in their order; a little more than twice the timeout for each 256.
   *
   * @param progress is told how many have been asked
   */
  List<Answer> ask(List<FarmAddress> farm, LongConsumer progress) {
    List<Answer> answers = new ArrayList<>();
    for (int from = 0; from < farm.size(); from += AT_ONCE) {
      List<CompletableFuture<Answer>> some =
          farm.subList(from, Math.min(farm.size(), from + AT_ONCE)).stream()
              .map(this::ask)
              .toList();
      for (CompletableFuture<Answer> answer : some) {
        answers.add(answer.join());
        progress.accept(answers.size());
      }
    }
    return answers;
  }

  private CompletableFuture<Answer> ask(FarmAddress address) {
    HttpRequest request = HttpRequest.newBuilder(address.url()).timeout(timeout).build();
    return client
        .sendAsync(request, BodyHandlers.ofInputStream())
        .thenApply(response -> read(address, response))
        // The request's own timeout ends with the headers.
        .orTimeout(2 * timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(thrown -> new Answer(address, Optional.empty(), reason(thrown)));
  }

  private String reason(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return "no answer within " + timeout.toSeconds() + " s";
    }
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
        return "no such host";
      }
      if (at instanceof SSLException) {
        return "TLS: " + Table.printable(String.valueOf(at.getMessage()));
      }
    }
    return cause instanceof ConnectException ? "the connection was refused" : "no whole answer";
  }

  private static Answer read(FarmAddress address, HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      String text = new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
      if (response.statusCode() != 200) {
        return new Answer(address, Optional.empty(), "it answers " + response.statusCode());
      }
      long shared = response.headers().firstValueAsLong("X-CYCLOPS-SHARED-COUNT").orElse(0);
      Optional<ServerCount> count =
          ServerCount.parse(text).map(parsed -> parsed.withShared(shared));
      return new Answer(address, count, count.isPresent() ? "" : "what answers is no Cyclops");
    } catch (IOException | NumberFormatException e) {
      return new Answer(address, Optional.empty(), "its answer cannot be read");
    }
  }
}
