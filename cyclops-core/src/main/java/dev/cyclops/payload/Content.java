/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an event holds, as far as the barrier must know it. Immutable, but valid only
 * until the same thread reads the next body: the payload is a view on a buffer used again.
 *
 * @param payload what to group by; null when there is nothing, such as in a client report
 * @param category the kind of data
 * @param envelope whether it is an envelope
 * @param others the kind of the first item in an envelope that does not belong to its event, such
 *     as a session: what stays when the event is dropped; null when there is none
 * @param eventId the id in the envelope's header; null when there is none or the body is no
 *     envelope
 * @param dsnPublicKey the key in the {@code dsn} of the envelope's header, null when there is none
 * @param dsnProject the project in that {@code dsn}, 0 when there is none
 * @param odd true when the payload could be decoded but not understood, and so stays ungrouped
 */
public record Content(
    @Nullable Payload payload,
    DataCategory category,
    boolean envelope,
    @Nullable DataCategory others,
    @Nullable EventId eventId,
    @Nullable String dsnPublicKey,
    long dsnProject,
    boolean odd) {
  /**
   * What a body holds that is no envelope.
   *
   * @param payload what to group by, or null
   * @param category the kind of data
   * @param eventId the id that the body gives outside of its payload, or null
   * @param dsnPublicKey the key that it gives, or null
   * @param dsnProject the project that it gives, or 0
   * @param odd true when the payload could be decoded but not understood
   */
  public Content(
      @Nullable Payload payload,
      DataCategory category,
      @Nullable EventId eventId,
      @Nullable String dsnPublicKey,
      long dsnProject,
      boolean odd) {
    this(payload, category, false, null, eventId, dsnPublicKey, dsnProject, odd);
  }

  /** Neither the payload nor the key. */
  @Override
  public String toString() {
    return "Content[" + category + ", id " + eventId + "]";
  }
}
