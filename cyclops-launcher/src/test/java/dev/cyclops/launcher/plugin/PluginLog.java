/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is logged of one plugin. */
final class PluginLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  PluginLog(String plugin) {
    logger = (Logger) LoggerFactory.getLogger("dev.cyclops.plugin." + plugin);
    logger.setLevel(Level.INFO);
    lines.start();
    logger.addAppender(lines);
  }

  List<String> lines(Level level) {
    return lines.list.stream()
        .filter(line -> line.getLevel().equals(level))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }
}
