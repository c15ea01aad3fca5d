/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;
import java.util.List;

/** In which turn events are given up when there is no room: the first tier goes first. */
enum ShedTier {
  SESSIONS(0, ShedReason.SESSION),
  ATTACHMENTS(1, ShedReason.ATTACHMENT),
  EVENTS(2, ShedReason.OLDEST);

  private static final List<List<ShedTier>> UP_TO =
      List.of(
          List.of(SESSIONS),
          List.of(SESSIONS, ATTACHMENTS),
          List.of(SESSIONS, ATTACHMENTS, EVENTS));

  /** Its place in arrays of counts. */
  final int index;

  final ShedReason reason;

  ShedTier(int index, ShedReason reason) {
    this.index = index;
    this.reason = reason;
  }

  /** This one and those that go before it. */
  static List<ShedTier> upTo(ShedTier last) {
    return UP_TO.get(last.index);
  }

  static ShedTier of(DataCategory category) {
    return switch (category) {
      case SESSION, CLIENT_REPORT -> SESSIONS;
      case ATTACHMENT, REPLAY -> ATTACHMENTS;
      default -> EVENTS;
    };
  }
}
