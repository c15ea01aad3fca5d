/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;

/** In which turn events are given up when there is no room: the first tier goes first. */
enum ShedTier {
  SESSIONS(0, ShedReason.SESSION),
  ATTACHMENTS(1, ShedReason.ATTACHMENT),
  EVENTS(2, ShedReason.OLDEST);

  /** Its place in arrays of counts. */
  final int index;

  final ShedReason reason;

  ShedTier(int index, ShedReason reason) {
    this.index = index;
    this.reason = reason;
  }

  static ShedTier of(DataCategory category) {
    return switch (category) {
      case SESSION, CLIENT_REPORT -> SESSIONS;
      case ATTACHMENT, REPLAY -> ATTACHMENTS;
      default -> EVENTS;
    };
  }
}
