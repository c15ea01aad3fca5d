/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

/**
 * An event that Sentry was about to answer with 200.
 *
 * @param hash of what came, without its encoding
 * @param micros when
 */
public record Delivery(String hash, long micros) {}
