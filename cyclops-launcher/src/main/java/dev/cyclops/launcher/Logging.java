/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.cyclops.launcher.config.LogFormat;
import dev.cyclops.launcher.log.LineEncoder;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up as the command line asks: to the error stream, in the original's format or as
 * JSON.
 */
public final class Logging {
  private static final String APPENDER = "stderr";
  private static final LineEncoder ENCODER = LineEncoder.text(false);

  private static volatile boolean forPrograms;

  private Logging() {}

  /**
   * Sets it up; replaces what was set up before. Other threads may be logging meanwhile: never does
   * more come through than both say.
   *
   * @param verbosity 0 for errors only, 1 for warnings, 2 for what happens, 3 or more for all
   * @param debug whether Cyclops itself tells all
   */
  public static void configure(int verbosity, boolean debug) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (root.getAppender(APPENDER) == null) {
      attach(context, root);
    }
    ENCODER.useText(colours());
    root.setLevel(level(verbosity));

    Map<String, Level> levels = new HashMap<>();
    // A server that speaks no HTTP costs a stack trace each time; the sender tells of it in a line.
    levels.put("io.undertow.client", Level.OFF);
    // What is told in any case.
    levels.put(ServeCommand.class.getName(), Level.WARN);
    // The JDK's own debug log tells of every certificate it knows.
    levels.put("jdk", verbosity == 0 ? Level.ERROR : Level.WARN);
    if (debug) {
      levels.put("dev.cyclops", Level.DEBUG);
    }
    levels.forEach((name, level) -> context.getLogger(name).setLevel(level));
    context.getLoggerList().stream()
        .filter(logger -> logger != root && !levels.containsKey(logger.getName()))
        .forEach(logger -> logger.setLevel(null));
  }

  /** Once in a process, before there are threads: a reset opens all levels for a moment. */
  private static void attach(LoggerContext context, Logger root) {
    context.reset();
    root.setLevel(Level.ERROR);

    ENCODER.setContext(context);
    ENCODER.start();

    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setName(APPENDER);
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(ENCODER);
    appender.start();
    root.addAppender(appender);
  }

  /**
   * Writes it in another format from the next line on.
   *
   * @param format as configured
   */
  static void format(LogFormat format) {
    switch (format) {
      case TEXT -> ENCODER.useText(colours());
      case JSON -> ENCODER.useJson();
    }
    forPrograms = format == LogFormat.JSON;
  }

  /** Whether nothing but log lines may go to the error stream. */
  static boolean isForPrograms() {
    return forPrograms;
  }

  /** So that no stack trace stands between the lines; a thread that ends so is a fault of ours. */
  static void tellOfUncaught() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) ->
            LoggerFactory.getLogger(Logging.class)
                .error("unexpected end of the thread {}", thread.getName(), thrown));
  }

  private static boolean colours() {
    return System.getenv("NO_COLOR") == null && Terminal.showsErrors();
  }

  /**
   * Has it logged in any case when something is wrong with the keys, and when that is over: a start
   * that waits for Sentry's database, and one that is away, must not go unnoticed.
   */
  public static void tellOfKeys() {
    tellOf("dev.cyclops.auth.KeyRing", "dev.cyclops.jdbc");
  }

  /**
   * The same for Redis: what waits for it, that it goes and comes back, and what of its
   * configuration may cost events.
   */
  public static void tellOfRedis() {
    tellOf(RedisWiring.class.getName(), "dev.cyclops.redis", "dev.cyclops.storage");
  }

  /** Tells, whatever else is told, when the disk fails, when it works again, and of damage. */
  public static void tellOfSpool() {
    tellOf("dev.cyclops.spool", "dev.cyclops.storage");
  }

  /** Tells, whatever else is told, what comes out of plugins, and what they say themselves. */
  public static void tellOfPlugins() {
    tellOf("dev.cyclops.plugin", "dev.cyclops.storage");
  }

  private static void tellOf(String... loggers) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    for (String name : loggers) {
      Logger logger = context.getLogger(name);
      if (!logger.isInfoEnabled()) {
        logger.setLevel(Level.INFO);
      }
    }
  }

  private static Level level(int verbosity) {
    return switch (verbosity) {
      case 0 -> Level.ERROR;
      case 1 -> Level.WARN;
      case 2 -> Level.INFO;
      default -> Level.DEBUG;
    };
  }
}
