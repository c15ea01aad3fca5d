/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.undertow.operator.dashboard.FarmReports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the operator's listeners of other instances, one request at a time for each: one that is
 * slow or away holds up nobody else. For one thread; the answers come in others.
 */
final class PeerReports implements FarmReports {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** As long as an answer counts. */
  private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final List<Peer> peers;
  private final @Nullable String token;
  private final LongSupplier nanoClock;
  private @Nullable HttpClient client;
  private volatile boolean closed;

  /** One that is asked. */
  private static final class Peer {
    private final String address;
    private byte @Nullable [] report;
    private long heardNanos;
    private boolean asking;

    Peer(String address, long nowNanos) {
      this.address = address;
      heardNanos = nowNanos;
    }

    synchronized boolean begins() {
      boolean begins = !asking;
      asking = true;
      return begins;
    }

    synchronized void ends(Optional<byte[]> answer, long nowNanos) {
      asking = false;
      if (answer.isPresent()) {
        report = answer.get();
        heardNanos = nowNanos;
      }
    }

    /** At first nothing is told of it; it has some seconds to answer. */
    synchronized Optional<Other> view(long nowNanos) {
      if (nowNanos - heardNanos > LIFETIME_NANOS) {
        return Optional.of(new Other(address, null));
      }
      return report == null ? Optional.empty() : Optional.of(new Other(address, report));
    }
  }

  /**
   * Who asks.
   *
   * @param addresses as a URL has them, such as {@code host:9998}; this instance may be among them
   * @param token what they want to know; null when nothing
   */
  PeerReports(List<String> addresses, @Nullable String token, LongSupplier nanoClock) {
    long now = nanoClock.getAsLong();
    peers = addresses.stream().map(address -> new Peer(address, now)).toList();
    this.token = token;
    this.nanoClock = nanoClock;
  }

  @Override
  public View exchange(byte[] report, boolean looking) {
    if (!closed) {
      peers.stream().filter(Peer::begins).forEach(peer -> ask(peer, looking));
    }
    long now = nanoClock.getAsLong();
    List<Other> others =
        peers.stream().map(peer -> peer.view(now)).flatMap(Optional::stream).toList();
    // Who is asked says what was wanted: nobody has to be told that somebody looks.
    return new View("the operator's ports", true, 1, false, false, others);
  }

  /** Not before it is needed: a start does not wait for it. */
  private HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(TIMEOUT)
              .build();
      client = known;
    }
    return known;
  }

  private void ask(Peer peer, boolean looking) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://" + peer.address + "/dashboard/report?lists=" + looking))
            .timeout(TIMEOUT);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    // It ends in here, whatever comes.
    var unused =
        client()
            .sendAsync(request.build(), BodyHandlers.ofInputStream())
            .thenApply(PeerReports::read)
            // The request's own timeout ends with the headers.
            .orTimeout(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(unreachable -> Optional.empty())
            .thenAccept(answer -> peer.ends(answer, nanoClock.getAsLong()));
  }

  private static Optional<byte[]> read(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_REPORT_BYTES + 1);
      return response.statusCode() == 200 && bytes.length <= MAX_REPORT_BYTES
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "PeerReports" + peers.stream().map(peer -> peer.address).toList();
  }
}
