/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.auth.KeyRing;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What operators are told of the loading, such as {@code WARNING text}, until it is closed. */
final class KeyRingLines extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger(KeyRing.class.getName());
  private final List<String> lines = new CopyOnWriteArrayList<>();

  KeyRingLines() {
    logger.addHandler(this);
  }

  List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line.getLevel() + " " + line.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
