/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.keys;

import dev.cyclops.servers.SentryTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** SQLite, of which nothing but a file has to be named. */
class SqliteKeysIT extends DatabaseKeysIT {
  @TempDir private Path place;

  private Path file() {
    return place.resolve("sentry.db");
  }

  @Override
  @BeforeEach
  void keys() {
    table().create();
    super.keys();
  }

  @Override
  SentryTable table() {
    return SentryTable.in(file());
  }

  @Override
  String conf() {
    return "DB_BACKEND = 'sqlite'\nDB_NAME = '" + file() + "'\n";
  }

  @Override
  String place() {
    return "SQLite in " + file();
  }

  @Override
  void takeAway() throws Exception {
    Files.move(file(), place.resolve("moved"));
  }

  @Override
  void bringBack() throws Exception {
    Files.move(place.resolve("moved"), file());
  }
}
