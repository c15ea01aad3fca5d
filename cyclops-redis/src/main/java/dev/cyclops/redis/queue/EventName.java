/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventCodes;
import java.nio.ByteBuffer;

/**
 * What an event is called in Redis: project (8 bytes), category (1), from when on its age counts
 * (8), its place among those of its instance (6) and the instance (6). As bytes they sort by line,
 * and within a line in the order of arrival.
 */
final class EventName {
  static final int LENGTH = 29;

  /** Project and category: where a line's names begin alike. */
  static final int LINE_LENGTH = 9;

  private EventName() {}

  static byte[] of(
      long project, DataCategory category, long ageFromMillis, long place, byte[] instance) {
    return ByteBuffer.allocate(LENGTH)
        .putLong(project)
        .put((byte) EventCodes.of(category))
        .putLong(ageFromMillis)
        .putShort((short) (place >> 32))
        .putInt((int) place)
        .put(instance)
        .array();
  }

  static long project(byte[] nameOrLine) {
    return ByteBuffer.wrap(nameOrLine).getLong();
  }

  static int category(byte[] nameOrLine) {
    return nameOrLine[8];
  }
}
