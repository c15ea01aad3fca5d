/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger library = context.getLogger("com.example.library");

  private static Level of(String logger) {
    return ((Logger) LoggerFactory.getLogger(logger)).getEffectiveLevel();
  }

  @AfterEach
  void quiet() {
    Logging.configure(0, false);
  }

  /** A library that another thread loads at that moment would tell of itself. */
  @Test
  void configure_neverOpensALevelThatNobodyAskedFor() {
    Logging.configure(0, false);
    LevelsSeen seen = new LevelsSeen(library);
    context.addListener(seen);
    try {
      Logging.configure(1, false);
      Logging.configure(0, false);
    } finally {
      context.removeListener(seen);
    }

    assertThat(seen.effective).isNotEmpty().containsOnly(Level.WARN, Level.ERROR);
    assertThat(seen.resets).isZero();
  }

  @Test
  void configure_replacesWhatWasSetUpBefore() {
    Logging.configure(0, true);
    Logging.tellOfKeys();
    assertThat(of("dev.cyclops.flow")).isEqualTo(Level.DEBUG);

    Logging.configure(1, false);

    assertThat(of("dev.cyclops.flow")).isEqualTo(Level.WARN);
    assertThat(of("dev.cyclops.auth.KeyRing")).isEqualTo(Level.WARN);
    assertThat(of("jdk.event.security")).isEqualTo(Level.WARN);
    assertThat(of("io.undertow.client.http")).isEqualTo(Level.OFF);
    assertThat(library.getEffectiveLevel()).isEqualTo(Level.WARN);
  }

  @Test
  void configure_writesEachLineOnce() {
    Logging.configure(1, false);
    Logging.configure(2, false);

    assertThat(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
        .toIterable()
        .filteredOn(appender -> "stderr".equals(appender.getName()))
        .hasSize(1);
  }

  /** What a logger would have let through after each change. */
  private static final class LevelsSeen implements LoggerContextListener {
    private final Logger logger;
    private final List<Level> effective = new ArrayList<>();
    private int resets;

    LevelsSeen(Logger logger) {
      this.logger = logger;
    }

    @Override
    public void onLevelChange(Logger changed, Level level) {
      effective.add(logger.getEffectiveLevel());
    }

    @Override
    public void onReset(LoggerContext reset) {
      resets++;
      effective.add(logger.getEffectiveLevel());
    }

    @Override
    public boolean isResetResistant() {
      return true;
    }

    @Override
    public void onStart(LoggerContext started) {}

    @Override
    public void onStop(LoggerContext stopped) {}
  }
}
