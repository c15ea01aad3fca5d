/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.KeyStats;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.jdbc.Database;
import dev.cyclops.jdbc.DatabaseTls;
import dev.cyclops.jdbc.JdbcKeySource;
import dev.cyclops.jdbc.JdbcKeySourceBuilder;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.DatabaseKind;
import dev.cyclops.launcher.config.DatabaseSettings;
import dev.cyclops.launcher.config.DatabaseUrl;
import dev.cyclops.launcher.config.KeyOrigin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Where a configuration takes the projects' keys from, and how that is told. */
final class KeyWiring {
  private KeyWiring() {}

  /**
   * The source of the keys; nothing is opened yet.
   *
   * @param controls has those that are listed
   * @throws IllegalStateException when the database cannot be used as it is described; with a line
   *     for the operator
   */
  static KeySource source(Config config, Controls controls) {
    return switch (KeyOrigin.of(config)) {
      case OPEN -> KeySource.openToAll();
      case LISTED -> controls.keys();
      case DATABASE -> database(config);
      case PLUGIN -> throw new IllegalStateException("a plugin's keys are made by the plugin");
    };
  }

  /** As {@link #source} where the keys come from a database. */
  static JdbcKeySource database(Config config) {
    try {
      return builder(config).build();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("Sentry's database: " + e.getMessage(), e);
    } catch (IllegalStateException e) {
      Optional<String> jar = LibFolder.missing("mysql-connector-j-");
      throw jar.isPresent() && isMySql(config)
          ? new IllegalStateException(
              "Sentry's database: MySQL's driver is missing beside cyclops-launcher.jar: "
                  + jar.get(),
              e)
          : new IllegalStateException("Sentry's database: " + e.getMessage(), e);
    }
  }

  private static boolean isMySql(Config config) {
    return config
        .get(DatabaseSettings.DB_URL)
        .map(url -> url.driver().equals("mysql"))
        .orElse(config.get(DatabaseSettings.DB_BACKEND) == DatabaseKind.MYSQL);
  }

  private static JdbcKeySourceBuilder builder(Config config) {
    Optional<DatabaseUrl> url = config.get(DatabaseSettings.DB_URL);
    DatabaseKind kind = config.get(DatabaseSettings.DB_BACKEND);
    JdbcKeySourceBuilder builder =
        url.isPresent()
            ? JdbcKeySource.builder(url.get().text())
            : JdbcKeySource.builder(backend(kind)).name(config.get(DatabaseSettings.DB_NAME));
    boolean file = url.map(DatabaseUrl::isFile).orElse(kind == DatabaseKind.SQLITE);
    if (!file) {
      login(config, builder);
    }
    if (!file && url.isEmpty()) {
      config.get(DatabaseSettings.DB_HOST).ifPresent(builder::host);
      config.get(DatabaseSettings.DB_PORT).ifPresent(builder::port);
    }
    config.get(DatabaseSettings.DB_QUERY).ifPresent(builder::query);
    return builder.timeout(config.get(DatabaseSettings.DB_TIMEOUT));
  }

  /** With a URL only what was said: the rest is the URL's. */
  private static void login(Config config, JdbcKeySourceBuilder builder) {
    boolean byUrl = config.get(DatabaseSettings.DB_URL).isPresent();
    Optional<String> user = config.get(DatabaseSettings.DB_USER);
    if (user.isPresent()) {
      builder.user(user.get());
    } else if (!byUrl) {
      boolean mysql = config.get(DatabaseSettings.DB_BACKEND) == DatabaseKind.MYSQL;
      builder.user(mysql ? "root" : "postgres");
    }
    if (!byUrl || config.isSet(DatabaseSettings.DB_PASS)) {
      builder.password(config.get(DatabaseSettings.DB_PASS));
    }
    if (!byUrl || config.isSet(DatabaseSettings.DB_TLS)) {
      builder.tls(tls(config));
    }
  }

  private static Database backend(DatabaseKind kind) {
    return switch (kind) {
      case MYSQL -> Database.MYSQL;
      case POSTGRES -> Database.POSTGRES;
      case SQLITE -> Database.SQLITE;
    };
  }

  private static DatabaseTls tls(Config config) {
    DatabaseTls.Mode mode =
        switch (config.get(DatabaseSettings.DB_TLS)) {
          case OFF -> DatabaseTls.Mode.OFF;
          case PREFER -> DatabaseTls.Mode.PREFER;
          case REQUIRE -> DatabaseTls.Mode.REQUIRED;
          case VERIFY -> DatabaseTls.Mode.VERIFY;
        };
    return new DatabaseTls(
        mode, config.get(DatabaseSettings.DB_CA_FILE).map(Path::of).orElse(null));
  }

  /**
   * Where the keys would come from, in some words.
   *
   * @throws IllegalStateException as {@link #source}
   */
  static String describe(Config config) {
    return switch (KeyOrigin.of(config)) {
      case OPEN -> "open to every project";
      case LISTED -> projects(listed(config).stream().map(ProjectKey::project).distinct().count());
      case DATABASE -> "keys from " + database(config).describe();
      case PLUGIN -> "keys from " + plugin(config);
    };
  }

  /**
   * Which keys are valid after the start, in some words.
   *
   * @param now when these figures were taken
   */
  static String describe(Config config, KeyStats keys, Instant now) {
    KeyOrigin origin = KeyOrigin.of(config);
    if (origin != KeyOrigin.DATABASE && origin != KeyOrigin.PLUGIN) {
      return describe(config);
    }
    String counted = counted(keys.keys(), keys.projects());
    String place = origin == KeyOrigin.PLUGIN ? plugin(config) : database(config).toString();
    if (!keys.fromSnapshot()) {
      return counted + " from " + place;
    }
    Duration age = Duration.ofMillis((long) (1000 * keys.ageSeconds().orElse(0)));
    return "%s from the snapshot of %s (%s cannot be read)"
        .formatted(counted, now.minus(age).truncatedTo(ChronoUnit.SECONDS), place);
  }

  private static String plugin(Config config) {
    return "plugin '" + config.get(AccessSettings.KEY_SOURCE).orElseThrow() + "'";
  }

  static String counted(long keys, long projects) {
    return (keys == 1 ? "1 key" : keys + " keys") + " of " + projects(projects);
  }

  private static String projects(long projects) {
    return projects == 1 ? "1 project" : projects + " projects";
  }

  static List<ProjectKey> listed(Config config) {
    return config.get(AccessSettings.PROJECT_KEYS).orElse(List.of());
  }
}
