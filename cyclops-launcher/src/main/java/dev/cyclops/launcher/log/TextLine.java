/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The original's format, {@code time - logger - level - message}, with the stack trace on the lines
 * below. What could begin a line or steer a terminal is shown as an escape, so that nobody's words
 * can pass for a line of ours. Thread-safe.
 */
final class TextLine implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private static final String RESET = "\u001b[0m";

  private final boolean colours;

  /**
   * A format.
   *
   * @param colours whether somebody sees it on a terminal
   */
  TextLine(boolean colours) {
    this.colours = colours;
  }

  @Override
  public String line(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))).append(" - ");
    Printable.append(line, event.getLoggerName(), MAX_MESSAGE);
    line.append(" - ");
    String colour = colours ? colour(event.getLevel()) : "";
    line.append(colour).append(LineFormat.level(event.getLevel()));
    line.append(colour.isEmpty() ? "" : RESET).append(" - ");
    Printable.append(line, String.valueOf(event.getFormattedMessage()), MAX_MESSAGE);
    String request = event.getMDCPropertyMap().get(REQUEST);
    if (request != null) {
      line.append(" [request ");
      Printable.append(line, request, MAX_MESSAGE);
      line.append(']');
    }
    line.append(System.lineSeparator());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      StackText.append(line, thrown);
    }
    return line.toString();
  }

  private static String colour(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "\u001b[31m";
      case Level.WARN_INT -> "\u001b[33m";
      case Level.INFO_INT -> "\u001b[32m";
      default -> "";
    };
  }
}
