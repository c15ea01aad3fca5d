/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What was dropped of a project, on its way to Sentry. Belongs to the sending loop. */
final class ClientReport {
  /** As SDKs name themselves. */
  private static final String CLIENT =
      version().map(version -> "cyclops/" + version).orElse("cyclops");

  final DiscardAccount account;

  /** The key it speaks for the project with. */
  final String publicKey;

  private final long[] quantities;

  ClientReport(DiscardAccount account, String publicKey, long[] quantities) {
    this.account = account;
    this.publicKey = publicKey;
    this.quantities = quantities;
  }

  /** From the module when there is one, otherwise from the jar. */
  private static Optional<String> version() {
    var module = ClientReport.class.getModule().getDescriptor();
    return module == null
        ? Optional.ofNullable(ClientReport.class.getPackage().getImplementationVersion())
        : module.rawVersion();
  }

  /** An envelope with one item. */
  Event event(long nowMillis) {
    Headers headers =
        Headers.builder()
            .add("Content-Type", "application/x-sentry-envelope")
            .add(
                "X-Sentry-Auth",
                "Sentry sentry_version=7, sentry_client=" + CLIENT + ", sentry_key=" + publicKey)
            .add("User-Agent", CLIENT)
            .build();
    return Event.builder(Route.ENVELOPE)
        .project(account.project)
        .path("/api/" + account.project + "/envelope/")
        .headers(headers)
        .body(envelope(nowMillis).getBytes(UTF_8))
        .arrivedAt(Instant.ofEpochMilli(nowMillis))
        .build()
        .accepted(
            account.project, publicKey, null, DataCategory.CLIENT_REPORT, UnaryOperator.identity());
  }

  /** With {@code sent_at}, Sentry can tell how wrong our clock is. */
  private String envelope(long nowMillis) {
    StringBuilder text = new StringBuilder(512);
    text.append("{\"sent_at\":\"").append(Instant.ofEpochMilli(nowMillis)).append("\"}\n");
    text.append("{\"type\":\"client_report\"}\n");
    text.append("{\"timestamp\":").append(nowMillis / 1000).append(",\"discarded_events\":[");
    String separator = "";
    for (int kind = 0; kind < DiscardAccount.KINDS; kind++) {
      if (quantities[kind] > 0) {
        text.append(separator);
        text.append("{\"reason\":\"").append(DiscardAccount.reasonOf(kind).wireName());
        text.append("\",\"category\":\"").append(DiscardAccount.categoryOf(kind).wireName());
        text.append("\",\"quantity\":").append(quantities[kind]).append('}');
        separator = ",";
      }
    }
    return text.append("]}\n").toString();
  }

  /** What is in it need not be told again. */
  void settle() {
    account.settle(quantities);
  }

  /** How many events it accounts for. */
  long total() {
    return Arrays.stream(quantities).sum();
  }
}
