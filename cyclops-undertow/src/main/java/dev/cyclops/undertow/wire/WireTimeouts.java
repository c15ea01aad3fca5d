/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import java.time.Duration;

/**
 * How long a connection waits for its client.
 *
 * @param header from the first byte of a request to the end of its headers; over it 408
 * @param idle between requests; over it the connection is closed
 * @param answer for an answer that the client does not take; over it the connection is closed
 *     unless the client takes {@code minBytesPerSecond}
 * @param minBytesPerSecond of an answer after that time; 0 when the time alone decides
 */
public record WireTimeouts(
    Duration header, Duration idle, Duration answer, int minBytesPerSecond) {}
