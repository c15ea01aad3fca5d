/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventCodes;

/**
 * What the books know of an event. Immutable.
 *
 * @param id of its frame: later ones are higher
 * @param code of its category
 * @param ageFrom when it arrived, in milliseconds since the epoch, or was revived
 * @param bytes what it counts for
 */
record Entry(long id, long project, int code, long ageFrom, long bytes) {
  /** What an event takes on the disk beside its frame, about. */
  static final int OWN_BYTES = 120;

  static Entry of(long id, Event event, long ageFrom, long bytes) {
    return new Entry(id, event.project(), EventCodes.of(event.category()), ageFrom, bytes);
  }

  /** What it counts for: what an event takes in the file, where some bytes of a page stay empty. */
  static long cost(int frameLength) {
    return PageFill.bytes(frameLength) + OWN_BYTES;
  }

  /** Within a project that is the order of arrival. */
  boolean isOlderThan(Entry other) {
    return ageFrom != other.ageFrom ? ageFrom < other.ageFrom : id < other.id;
  }

  /** Of one that only a newer version knows, events. */
  DataCategory category() {
    DataCategory known = EventCodes.category(code);
    return known == null ? DataCategory.DEFAULT : known;
  }
}
