/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import org.jspecify.annotations.Nullable;

/**
 * What many events have in common: a queue of a million holds it once for each kind of request.
 *
 * @param project the project; 0 when only the key names it
 * @param publicKey the key it was accepted under; null before
 * @param route the route it came in by
 * @param method POST or GET
 * @param path without the query
 * @param query without the question mark
 * @param source the address of the client; null from acceptance on
 */
record Origin(
    long project,
    @Nullable String publicKey,
    Route route,
    String method,
    String path,
    String query,
    @Nullable String source) {}
