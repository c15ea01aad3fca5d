/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.jdbc.JdbcKeySource;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.KeyOrigin;
import java.util.HashSet;
import java.util.Set;

/** Reads the keys from the database once, for an operator who wants to know whether that works. */
final class KeyCheck {
  private long keys;
  private final Set<Long> projects = new HashSet<>();

  private KeyCheck() {}

  /**
   * Reads them.
   *
   * @return how many there are, in some words
   * @throws OperatorException when there is no database, or it does not give them
   */
  static String load(Config config) throws OperatorException {
    if (KeyOrigin.of(config) != KeyOrigin.DATABASE) {
      throw new OperatorException(
          "--database: the configuration takes no keys from a database: " + describe(config));
    }
    JdbcKeySource source = KeyWiring.database(config);
    try {
      KeyCheck check = new KeyCheck();
      source.load(
          key -> {
            check.keys++;
            check.projects.add(key.project());
          });
      return check.describe(source);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted");
    } catch (Exception e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    } finally {
      source.close();
    }
  }

  private static String describe(Config config) {
    return KeyOrigin.of(config) == KeyOrigin.OPEN
        ? "RESTRICT_API_ACCESS = False"
        : "they are those of PROJECT_KEYS";
  }

  private String describe(JdbcKeySource source) {
    long skipped = source.skippedRows();
    String left = skipped == 0 ? "" : ", rows that are no keys left out: " + skipped;
    return "%s has %s%s".formatted(source, KeyWiring.counted(keys, projects.size()), left);
  }
}
