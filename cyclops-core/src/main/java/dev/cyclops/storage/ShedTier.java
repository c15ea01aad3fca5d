/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;
import java.util.List;

/**
 * In which turn events are given up when there is no room: the first tier goes first. For those who
 * implement a {@link Storage}.
 */
public enum ShedTier {
  /** Sessions and client reports. */
  SESSIONS(0, ShedReason.SESSION),
  /** Attachments and replays. */
  ATTACHMENTS(1, ShedReason.ATTACHMENT),
  /** Everything else. */
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

  /**
   * Those that may be given up for an event.
   *
   * @param last the tier of that event
   * @return this one and those that go before it, first to last
   */
  public static List<ShedTier> upTo(ShedTier last) {
    return UP_TO.get(last.index);
  }

  /**
   * The tier of an event.
   *
   * @param category what kind of data it is
   * @return its tier
   */
  public static ShedTier of(DataCategory category) {
    return switch (category) {
      case SESSION, CLIENT_REPORT -> SESSIONS;
      case ATTACHMENT, REPLAY -> ATTACHMENTS;
      default -> EVENTS;
    };
  }

  /**
   * What is told of those that are given up in their turn.
   *
   * @return why
   */
  public ShedReason reason() {
    return reason;
  }
}
