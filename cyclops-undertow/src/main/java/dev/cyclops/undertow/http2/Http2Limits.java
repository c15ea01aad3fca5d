/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

/**
 * How much one HTTP/2 connection may ask for.
 *
 * @param maxHeaderBytes of one header block, packed; over it the connection ends
 * @param maxHeaderLines over it a request is refused, and over twice as many the connection ends
 * @param maxStreams requests at once; told to the client, and enforced
 * @param headerMillis how long the preface, a header block or any frame but DATA may take
 * @param streamMillis how long a request may take from its headers to the last byte of its answer
 * @param idleMillis how long a connection may stay without a request
 */
public record Http2Limits(
    int maxHeaderBytes,
    int maxHeaderLines,
    int maxStreams,
    long headerMillis,
    long streamMillis,
    long idleMillis) {}
