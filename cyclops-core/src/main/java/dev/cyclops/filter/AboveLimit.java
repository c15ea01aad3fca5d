/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

/**
 * A project that sends more than its limit. Immutable.
 *
 * @param project which one
 * @param kind of what: {@code errors} or {@code transactions}
 * @param dropped how many events were dropped since that began
 */
public record AboveLimit(long project, String kind, long dropped) {}
