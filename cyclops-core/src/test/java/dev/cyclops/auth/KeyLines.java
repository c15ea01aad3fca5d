/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import dev.cyclops.Spin;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What operators are told of the keys: the lines of this package from INFO up. */
final class KeyLines extends Handler implements BeforeEachCallback, AfterEachCallback {
  private static final Logger LOGGER = Logger.getLogger("dev.cyclops.auth");

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** All lines since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  /** As {@link #take}, when there are so many. */
  List<String> await(int count) {
    Spin.until(() -> lines.size() >= count);
    return take();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    LOGGER.addHandler(this);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    LOGGER.removeHandler(this);
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line.getLevel() + " " + line.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
