/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

/**
 * Why a request is refused. After one, nothing more that comes on its connection is parsed.
 *
 * @param status of the answer: 4xx or 5xx
 * @param detail in words for the client; holds nothing of what it sent
 */
public record Refusal(int status, String detail) {
  /** The memory for requests that are being read is used up: to be tried again in a second. */
  static final Refusal BUSY = new Refusal(429, "too many requests are being read");

  static final Refusal SLOW_HEAD =
      new Refusal(408, "the request line and the headers took too long to arrive");

  static Refusal badRequest(String detail) {
    return new Refusal(400, detail);
  }
}
