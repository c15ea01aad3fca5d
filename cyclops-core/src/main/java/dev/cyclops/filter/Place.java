/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import org.jspecify.annotations.Nullable;

/**
 * What an event took up by passing the filter, for the case that it is not kept after all.
 *
 * @param key its group, as the cache knows it
 * @param quota what was for it
 * @param hit what the cache said of it
 * @param source the address it came from
 * @param deadline when its window ends, as far as the hit told
 */
record Place(GroupKey key, Quota quota, Hit hit, @Nullable String source, long deadline) {}
