/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final Logger logger = Logger.getLogger("dev.cyclops.delivery");
  private final List<LogRecord> records = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    handler.setLevel(Level.ALL);
    logger.addHandler(handler);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(handler);
    logger.setLevel(null);
    logger.setUseParentHandlers(true);
  }

  @Test
  void report_warnsOnceForEachPlaceAndCountsAll() {
    Faults faults = new Faults();
    assertThat(faults.count()).isZero();

    faults.report("storage", new IllegalStateException("a"));
    faults.report("storage", new IllegalStateException("b"));
    faults.report("cache", new Error("c"));
    faults.report("storage", new IllegalStateException("d"));

    assertThat(faults.count()).isEqualTo(4);
    assertThat(records)
        .extracting(LogRecord::getLevel, LogRecord::getMessage)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Level.WARNING, "exception in the storage"),
            org.assertj.core.groups.Tuple.tuple(Level.FINE, "exception in the storage"),
            org.assertj.core.groups.Tuple.tuple(Level.WARNING, "exception in the cache"),
            org.assertj.core.groups.Tuple.tuple(Level.FINE, "exception in the storage"));
    assertThat(records.get(0).getThrown()).hasMessage("a");
  }
}
