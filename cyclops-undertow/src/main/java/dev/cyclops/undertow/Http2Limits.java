/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

/**
 * How much one HTTP/2 connection may ask for.
 *
 * @param maxStreams requests at once; told to the client, and enforced
 * @param headerMillis how long the preface, a header block or any frame but DATA may take
 * @param streamMillis how long a request may take from its headers to the last byte of its answer
 * @param idleMillis how long a connection may stay without a request
 */
record Http2Limits(int maxStreams, long headerMillis, long streamMillis, long idleMillis) {
  static final int MAX_STREAMS = 100;

  static Http2Limits of(HttpOptions options) {
    return new Http2Limits(
        MAX_STREAMS,
        options.headerTimeout().toMillis(),
        options.bodyTimeout().toMillis() + options.idleTimeout().toMillis(),
        options.idleTimeout().toMillis());
  }
}
