/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Makes the bytes of a line. Thread-safe. */
interface LineFormat {
  /** The name of what a request is called by, among what is known of a log line. */
  String REQUEST = "request";

  /** Longer messages are cut, in characters. */
  int MAX_MESSAGE = 16_384;

  /** The whole line, with its end. */
  String line(ILoggingEvent event);

  /** As the original names it. */
  static String level(Level level) {
    return level == Level.WARN ? "WARNING" : level.toString();
  }
}
