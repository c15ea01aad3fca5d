/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import java.time.Instant;

/**
 * An instance of the farm, as it was last heard of. Immutable.
 *
 * @param id made up at its start
 * @param startedAt by its own clock
 * @param inFlight how many of its sends have not ended
 * @param permits how many there may be
 * @param leads whether it sets the pace now
 */
public record FarmMember(String id, Instant startedAt, int inFlight, int permits, boolean leads) {}
