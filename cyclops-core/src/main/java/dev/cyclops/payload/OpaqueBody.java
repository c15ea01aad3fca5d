/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;

/**
 * Bodies that are forwarded without a look inside: dumps, attachments, check-ins, traces. They are
 * decoded all the same, so that a bomb or a broken stream is refused while its client is there.
 */
final class OpaqueBody {
  private OpaqueBody() {}

  /**
   * Reads a body to its end, which is when its decoder has checked and counted all of it.
   *
   * @param plain whether it came as it is, so that it can be looked into without decoding it twice
   */
  static Content read(Event event, ByteSource source, boolean plain)
      throws UnreadableBodyException {
    while (source.hasMore()) {
      source.position = source.limit;
    }
    boolean form = plain && event.route() == Route.MINIDUMP;
    EventId id = form ? CrashForm.findEventId(event) : null;
    return new Content(null, category(event), id, null, 0, false);
  }

  /** What a request is that has no body, and needs none. */
  static Content none(Event event) {
    return new Content(null, category(event), null, null, 0, false);
  }

  private static DataCategory category(Event event) {
    boolean logs = event.route() == Route.OTLP && withoutSlashes(event.path()).endsWith("/logs");
    return logs ? DataCategory.LOG_ITEM : event.route().category();
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
