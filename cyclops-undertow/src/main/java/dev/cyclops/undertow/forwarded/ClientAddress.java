/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import org.jspecify.annotations.Nullable;

/**
 * Whose request it is. Immutable.
 *
 * @param source the address to hold a request against; null when the peer has none, as on a Unix
 *     socket
 * @param forwardedFor the value of {@code X-Forwarded-For} to send on: addresses only, the client's
 *     first and the peer's last; null when nothing is known
 */
public record ClientAddress(@Nullable String source, @Nullable String forwardedFor) {}
