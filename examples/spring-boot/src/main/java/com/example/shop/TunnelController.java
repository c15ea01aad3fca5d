package com.example.shop;

import dev.cyclops.Cyclops;
import dev.cyclops.Receipt;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes what Sentry's SDK in a browser sends with {@code tunnel: '/tunnel'}: envelopes to the
 * shop's own origin, which no blocker of advertisements stops and no CORS is needed for. Whose they
 * are says the DSN in their first line; only the projects that the barrier knows are let in.
 */
@RestController
class TunnelController {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_HEADER_BYTES = 4096;

  private final Cyclops barrier;
  private final JsonMapper json;

  TunnelController(Cyclops barrier, JsonMapper json) {
    this.barrier = barrier;
    this.json = json;
  }

  // tag::tunnel[]
  /** While the barrier has not answered, no thread of the server's is held. */
  @PostMapping("/tunnel")
  CompletionStage<ResponseEntity<String>> tunnel(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return refused(413, "the envelope is larger than 1 MiB");
    }
    Optional<Dsn> dsn = dsn(body);
    return dsn.isPresent()
        ? barrier.accept(event(dsn.get(), body, request)).thenApply(TunnelController::answer)
        : refused(400, "the envelope names no DSN");
  }

  private static Event event(Dsn dsn, byte[] body, HttpServletRequest request) {
    return Event.builder(Route.ENVELOPE)
        .project(dsn.project())
        .path("/api/" + dsn.project() + "/envelope/")
        .headers(
            Headers.builder()
                .add("Content-Type", "application/x-sentry-envelope")
                .add("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + dsn.key())
                // Whose browser it was; not this service.
                .add("X-Forwarded-For", request.getRemoteAddr())
                .build())
        .body(body)
        .source(request.getRemoteAddr())
        .build();
  }

  /** With what the SDK has to hold back from now on. */
  private static ResponseEntity<String> answer(Receipt receipt) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(receipt.outcome().httpStatus());
    if (receipt.rateLimits() != null) {
      answer.header("X-Sentry-Rate-Limits", receipt.rateLimits());
    }
    return answer.body("{}");
  }
  // end::tunnel[]

  private static CompletionStage<ResponseEntity<String>> refused(int status, String why) {
    return CompletableFuture.completedFuture(ResponseEntity.status(status).body(why));
  }

  private record Dsn(long project, String key) {}

  /** Out of the first line; empty where there is none that can be understood. */
  private Optional<Dsn> dsn(byte[] envelope) {
    int end = 0;
    while (end < envelope.length && envelope[end] != '\n') {
      end++;
    }
    if (end > MAX_HEADER_BYTES) {
      return Optional.empty();
    }
    try {
      URI dsn = URI.create(json.readTree(envelope, 0, end).path("dsn").asString(""));
      String path = dsn.getPath() == null ? "" : dsn.getPath();
      String key = dsn.getUserInfo();
      long project = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
      return key != null && key.matches("[0-9a-zA-Z]{1,64}") && project > 0
          ? Optional.of(new Dsn(project, key))
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
