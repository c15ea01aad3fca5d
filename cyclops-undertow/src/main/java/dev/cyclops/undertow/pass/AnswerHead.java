/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import io.undertow.client.ClientResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Methods;

/** Carries status and headers of Sentry's answer over to ours. */
final class AnswerHead {
  private AnswerHead() {}

  /**
   * Copies status and headers.
   *
   * @throws IllegalArgumentException when the answer is not one, or nobody can tell where it ends
   */
  static void copy(ClientResponse answer, HttpServerExchange exchange) {
    int status = answer.getResponseCode();
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status);
    }
    HeaderMap from = answer.getResponseHeaders();
    HeaderMap to = exchange.getResponseHeaders();
    exchange.setStatusCode(status);
    EndToEnd.copyAnswer(from, to);
    HeaderValues coding = from.get(Headers.TRANSFER_ENCODING);
    HeaderValues length = from.get(Headers.CONTENT_LENGTH);
    if (coding != null) {
      if (coding.size() != 1 || !coding.getFirst().equalsIgnoreCase("chunked")) {
        throw new IllegalArgumentException("a transfer encoding other than chunked");
      }
    } else if (length != null) {
      if (length.size() != 1 || !length.getFirst().matches("[0-9]{1,18}")) {
        throw new IllegalArgumentException("the length is no number");
      }
      to.put(Headers.CONTENT_LENGTH, length.getFirst());
    }
  }

  /** Whether there is no body, whatever the headers say of one. */
  static boolean isBodiless(ClientResponse answer, HttpServerExchange exchange) {
    int status = answer.getResponseCode();
    return status == 204 || status == 304 || exchange.getRequestMethod().equals(Methods.HEAD);
  }
}
