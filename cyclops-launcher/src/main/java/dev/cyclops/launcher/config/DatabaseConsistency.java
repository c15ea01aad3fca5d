/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the settings of Sentry's database must hold together, and which of them take effect. */
final class DatabaseConsistency {
  private static final List<Setting<?>> REPLACED_BY_URL =
      List.of(
          DatabaseSettings.DB_HOST,
          DatabaseSettings.DB_BACKEND,
          DatabaseSettings.DB_PORT,
          DatabaseSettings.DB_NAME);

  private static final List<Setting<?>> USELESS_FOR_A_FILE =
      List.of(
          DatabaseSettings.DB_HOST,
          DatabaseSettings.DB_PORT,
          DatabaseSettings.DB_USER,
          DatabaseSettings.DB_PASS,
          DatabaseSettings.DB_TLS,
          DatabaseSettings.DB_CA_FILE);

  /** Those whose options for TLS are known. */
  private static final Set<String> DRIVERS_WITH_TLS = Set.of("mysql", "postgresql");

  private final Config config;
  private final Findings findings;

  DatabaseConsistency(Config config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  void check() {
    checkSnapshot();
    config
        .get(DatabaseSettings.DB_CA_FILE)
        .ifPresent(file -> findings.refuseUnlessFileName(DatabaseSettings.DB_CA_FILE, file));
    switch (KeyOrigin.of(config)) {
      case OPEN -> findings.noteWithoutEffect(all(), "RESTRICT_API_ACCESS = False");
      case PLUGIN -> checkPlugin();
      case LISTED -> checkUnused();
      case DATABASE -> checkUsed();
    }
  }

  private void checkSnapshot() {
    Optional<String> keys = config.get(DatabaseSettings.KEYS_SNAPSHOT);
    keys.ifPresent(file -> findings.refuseUnlessFileName(DatabaseSettings.KEYS_SNAPSHOT, file));
    Optional<String> limits = config.get(FloodSettings.LIMITS_SNAPSHOT);
    if (keys.isPresent() && limits.isPresent() && isSameFile(keys.get(), limits.get())) {
      findings.refuse(DatabaseSettings.KEYS_SNAPSHOT, "is the file of LIMITS_SNAPSHOT as well");
    }
  }

  private static boolean isSameFile(String one, String other) {
    try {
      Path file = Path.of(one).toAbsolutePath().normalize();
      return file.equals(Path.of(other).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void checkPlugin() {
    List<Setting<?>> unused = all();
    // These hold for keys of whatever origin.
    unused.removeAll(List.of(DatabaseSettings.DB_START_TIMEOUT, DatabaseSettings.KEYS_SNAPSHOT));
    findings.noteWithoutEffect(unused, "the keys come from KEY_SOURCE");
  }

  private void checkUnused() {
    List<Setting<?>> others = all();
    if (config.get(DatabaseSettings.DB_HOST).isPresent()) {
      findings.noteWithoutEffect(
          others, "no database is named (by " + Findings.names(KeyOrigin.NAMING) + ")");
      return;
    }
    config
        .get(DatabaseSettings.DB_URL)
        .ifPresent(
            url ->
                findings.warn(
                    DatabaseSettings.DB_HOST, "so DB_URL (" + url + ") is not asked for keys"));
    if (config.get(DatabaseSettings.DB_BACKEND) == DatabaseKind.SQLITE) {
      findings.warn(
          DatabaseSettings.DB_HOST,
          "so the file of SQLite is not asked for keys; it needs no DB_HOST");
    }
    others.remove(DatabaseSettings.DB_HOST);
    findings.noteWithoutEffect(others, "DB_HOST = None");
  }

  private void checkUsed() {
    Optional<DatabaseUrl> url = config.get(DatabaseSettings.DB_URL);
    if (url.isPresent()) {
      checkUrl(url.get());
    } else if (config.get(DatabaseSettings.DB_BACKEND) == DatabaseKind.SQLITE) {
      checkFile();
    } else {
      checkAuthority();
    }
    findings.warnOf(
        AccessSettings.PROJECT_KEYS, ": the database wins, PROJECT_KEYS are without effect");
  }

  private void checkUrl(DatabaseUrl url) {
    List<Setting<?>> replaced = findings.given(REPLACED_BY_URL);
    if (!replaced.isEmpty()) {
      findings.warnOf(
          DatabaseSettings.DB_URL,
          " (" + url + ") wins, without effect: " + Findings.names(replaced));
    }
    if (url.isFile()) {
      List<Setting<?>> useless = new ArrayList<>(USELESS_FOR_A_FILE);
      useless.removeAll(REPLACED_BY_URL);
      findings.noteWithoutEffect(useless, "SQLite is a file");
    } else if (DRIVERS_WITH_TLS.contains(url.driver())) {
      checkAuthority();
    } else {
      for (Setting<?> tls : List.of(DatabaseSettings.DB_TLS, DatabaseSettings.DB_CA_FILE)) {
        findings.refuse(tls, "is not known for this driver: ask for TLS in DB_URL itself");
      }
    }
  }

  private void checkAuthority() {
    if (config.get(DatabaseSettings.DB_TLS) != TlsMode.VERIFY) {
      findings.refuse(
          DatabaseSettings.DB_CA_FILE,
          "needs DB_TLS = 'verify': otherwise no certificate is checked");
    }
  }

  private void checkFile() {
    if (config.isSet(DatabaseSettings.DB_NAME)) {
      findings.refuseUnlessFileName(DatabaseSettings.DB_NAME, config.get(DatabaseSettings.DB_NAME));
    } else if (findings.given(DatabaseSettings.DB_NAME) == null) {
      findings.refuse(DatabaseSettings.DB_BACKEND, "needs DB_NAME, the file of the database");
    }
    findings.noteWithoutEffect(USELESS_FOR_A_FILE, "SQLite is a file");
  }

  private static List<Setting<?>> all() {
    List<Setting<?>> settings = new ArrayList<>(Settings.ALL);
    settings.removeIf(setting -> setting.section() != Section.DATABASE);
    return settings;
  }
}
