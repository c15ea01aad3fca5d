/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolLookTest {
  private Path folder;

  @BeforeEach
  void below(@TempDir Path parent) {
    folder = parent.resolve("a/spool");
  }

  @Test
  void at_changesNothing() {
    SpoolLook look = SpoolLook.at(folder);

    assertThat(look.exists()).isFalse();
    assertThat(look.inUse()).isFalse();
    assertThat(look.fileBytes()).isZero();
    assertThat(look.volumeFreeBytes()).isPositive();
    assertThat(folder.getParent()).doesNotExist();
  }

  @Test
  void at_seesWhetherItIsOpen() {
    try (SpoolStorage spool = Patience.spool(folder).build()) {
      SpoolLook look = SpoolLook.at(folder);
      assertThat(look.exists()).isTrue();
      assertThat(look.inUse()).isTrue();
      assertThat(look.fileBytes()).isEqualTo(spool.state().fileBytes()).isPositive();
    }
    assertThat(SpoolLook.at(folder).exists()).isTrue();
    assertThat(SpoolLook.at(folder).inUse()).isFalse();
  }

  @Test
  void at_refusesAFile() throws IOException {
    Path file = Files.createFile(folder.getParent().getParent().resolve("file"));

    assertThatThrownBy(() -> SpoolLook.at(file.resolve("x/y")))
        .isInstanceOf(SpoolException.class)
        .hasMessage("the spool " + file + "/x/y cannot be used: " + file + " is no folder");
  }

  @Test
  void state_saysWhatIsWrongWhileItIs() {
    AtomicBoolean fails = new AtomicBoolean();
    SpoolStorageBuilder builder = Patience.spool(folder);
    try (SpoolStorage spool = builder.build(() -> failIf(fails))) {
      assertThat(spool.state().folder()).isEqualTo(folder.toString());
      assertThat(spool.state().volumeFreeBytes()).isPositive();
      assertThat(spool.state().trouble()).isEmpty();

      fails.set(true);
      assertThat(spool.put(event()).toCompletableFuture()).failsWithin(Duration.ofMinutes(2));
      assertThat(spool.state().trouble()).contains("disk I/O error");

      fails.set(false);
      Patience.await().until(() -> spool.state().trouble().isEmpty());
    }
  }

  private static void failIf(AtomicBoolean fails) throws SQLException {
    if (fails.get()) {
      throw new SQLException("disk I/O error");
    }
  }

  private static Event event() {
    return Event.builder(Route.ENVELOPE)
        .body(new byte[100])
        .build()
        .accepted(1, "key", null, DataCategory.ERROR, UnaryOperator.identity());
  }
}
