/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

/**
 * An event that Sentry was about to answer with 200.
 *
 * @param hash of what came, without its encoding
 * @param arrivedMicros when it had come
 * @param micros when it was about to be answered
 */
public record Delivery(String hash, long arrivedMicros, long micros) {}
