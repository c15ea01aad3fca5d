/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sentry's database, for its keys, and the file that stands in for it. */
public final class DatabaseSettings {
  static final Topic TOPIC = new Topic(Section.DATABASE);

  public static final Setting<Optional<String>> DB_HOST =
      TOPIC.add(
          "DB_HOST",
          AddressTypes.host().orNone(),
          "'localhost'",
          "The host of Sentry's database, for its keys. None, or nothing said of a database at all:"
              + " the keys come from PROJECT_KEYS.");

  public static final Setting<DatabaseKind> DB_BACKEND =
      TOPIC.add(
          "DB_BACKEND",
          TextTypes.oneOf(
              "'mysql', 'postgres' or 'sqlite'",
              Map.of(
                  "mysql", DatabaseKind.MYSQL,
                  "postgres", DatabaseKind.POSTGRES,
                  "sqlite", DatabaseKind.SQLITE)),
          "'mysql'",
          "The kind of database; 'mysql' is for MariaDB as well.");

  public static final Setting<Optional<Integer>> DB_PORT =
      TOPIC.add(
          "DB_PORT",
          AddressTypes.port().orNone(),
          "None",
          "Its port. None: 3306 for 'mysql', 5432 for 'postgres'.");

  public static final Setting<String> DB_NAME =
      TOPIC.add(
          "DB_NAME", TextTypes.nonEmptyText(), "'sentry'", "Its name; for 'sqlite' its file.");

  public static final Setting<Optional<String>> DB_USER =
      TOPIC.add(
          "DB_USER",
          TextTypes.text().orNone(),
          "None",
          "Who logs in; better somebody who may do nothing but read the keys. None: 'root' for"
              + " 'mysql', 'postgres' for 'postgres'.");

  public static final Setting<String> DB_PASS =
      TOPIC.add("DB_PASS", TextTypes.text().asSecret(), "''", "The password.");

  public static final Setting<Optional<DatabaseUrl>> DB_URL =
      TOPIC.add(
          "DB_URL",
          AddressTypes.databaseUrl().orNone(),
          "None",
          "The whole address of the database instead of DB_BACKEND, DB_HOST, DB_PORT and DB_NAME,"
              + " as its JDBC driver reads it. User, password and TLS may stand in it as well.");

  public static final Setting<TlsMode> DB_TLS =
      TOPIC.add(
          "DB_TLS",
          TextTypes.oneOf(
              "'off', 'prefer', 'require' or 'verify'",
              Map.of(
                  "off", TlsMode.OFF,
                  "prefer", TlsMode.PREFER,
                  "require", TlsMode.REQUIRE,
                  "verify", TlsMode.VERIFY)),
          "'prefer'",
          "TLS to the database. 'prefer': where the database speaks it, else without. 'require': nothing without it."
              + " 'verify': and its certificate must be valid for DB_HOST.");

  public static final Setting<Optional<String>> DB_CA_FILE =
      TOPIC.add(
          "DB_CA_FILE",
          TextTypes.text().orNone(),
          "None",
          "With 'verify' a PEM file with the certificates of those who may have issued the"
              + " database's. None: those that the JVM trusts.");

  public static final Setting<Optional<String>> DB_QUERY =
      TOPIC.add(
          "DB_QUERY",
          TextTypes.nonEmptyText().orNone(),
          "None",
          "Another query for the keys; its columns are project id, public key and, if there is a"
              + " third one, secret key. None: the active keys of Sentry's table.");

  public static final Setting<Duration> DB_TIMEOUT =
      TOPIC.add(
          "DB_TIMEOUT",
          DurationTypes.seconds(Duration.ofHours(1)),
          "10",
          "How long the database may take to accept a connection, and to go on with an answer, in"
              + " seconds.");

  public static final Setting<Duration> DB_START_TIMEOUT =
      TOPIC.add(
          "DB_START_TIMEOUT",
          DurationTypes.seconds(Duration.ofHours(1)),
          "30",
          "How long a start waits for a database that is away, in seconds. Then the keys of"
              + " KEYS_SNAPSHOT are taken, or, where there are none, the start has failed.");

  public static final Setting<Optional<String>> KEYS_SNAPSHOT =
      TOPIC.add(
          "KEYS_SNAPSHOT",
          TextTypes.text().orNone(),
          "None",
          "A file in which the keys are kept for a start while the database is away. It holds"
              + " secrets, and is readable by its owner only.");

  private DatabaseSettings() {}
}
