/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.payload.Content;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits for the word of the flood filter, with all that will be needed then: nothing
 * of it stands in memory that is used for the next one. Immutable.
 *
 * @param event as it came, for what stays of it when it is dropped
 * @param passing as it goes on when it passes, with its id
 * @param content what is in it, without the payload
 * @param id its id; null when it needs none
 */
record Candidate(
    Event event, Event passing, Content content, ProjectKey key, @Nullable EventId id) {}
