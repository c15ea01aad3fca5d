/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

/**
 * How large the head of a request may be.
 *
 * @param maxUriBytes of the request target; over it 414
 * @param maxDataUriBytes as above, for a GET with {@code sentry_data} in its query
 * @param maxHeaderBytes of all header lines with their ends; over it 431
 * @param maxHeaderLines over it 431
 */
public record WireLimits(
    int maxUriBytes, int maxDataUriBytes, int maxHeaderBytes, int maxHeaderLines) {}
