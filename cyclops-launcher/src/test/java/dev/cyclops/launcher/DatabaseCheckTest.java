/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.SentryTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} says of Sentry's database, without asking it and with. */
class DatabaseCheckTest {
  private static final String PASSWORD = "hunter4711";

  @TempDir private Path folder;

  private Path conf(String... lines) throws Exception {
    return Files.writeString(folder.resolve("c.conf"), String.join("\n", lines) + "\n");
  }

  private CommandLineRun check(String... lines) throws Exception {
    return CommandLineRun.of("check", conf(lines).toString());
  }

  private CommandLineRun ask(String... lines) throws Exception {
    return CommandLineRun.of("check", "--database", conf(lines).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DB_HOST = 'db' | MySQL at db:3306/sentry as 'root'",
        "MYSQL_USER = 'u'; MYSQL_PASS = 'hunter4711' | MySQL at localhost:3306/sentry as 'u'",
        "MYSQL_PORT = 3307; MYSQL_DB = 'x' | MySQL at localhost:3307/x as 'root'",
        "DB_BACKEND = 'postgres' | PostgreSQL at localhost:5432/sentry as 'postgres'",
        "DB_BACKEND = 'postgres'; DB_HOST = '::1'; DB_USER = 'c' | PostgreSQL at [::1]:5432/sentry as 'c'",
        "DB_BACKEND = 'sqlite'; DB_NAME = '/var/s.db'; DB_USER = 'u' | SQLite in /var/s.db",
        "DB_URL = 'jdbc:postgresql://db:5433/s?password=hunter4711'; DB_USER = 'c' | PostgreSQL at db:5433/s as 'c'",
        "DB_URL = 'jdbc:mysql://u:hunter4711@db/s' | MySQL at db/s as 'u'",
        "DB_URL = 'jdbc:sqlite:/var/s.db' | SQLite in /var/s.db",
      })
  void check_saysWhatWouldBeAsked(String lines, String place) throws Exception {
    CommandLineRun run = check(lines.split("; ", -1));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(", keys from " + place + ", storage in memory");
    assertThat(run.out() + run.err()).doesNotContain(PASSWORD);
  }

  @Test
  void check_refusesWhatNoDriverIsThereFor() throws Exception {
    CommandLineRun run = check("DB_URL = 'jdbc:h2:mem:" + PASSWORD + "'");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith("Sentry's database: no driver")
        .contains("jdbc:h2")
        .doesNotContain(PASSWORD);
  }

  @Test
  void check_refusesCertificatesThatAreNone() throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), "nothing\n");

    assertThat(check("DB_HOST = 'db'", "DB_TLS = 'verify'", "DB_CA_FILE = '" + file + "'").err())
        .singleElement()
        .asString()
        .startsWith("Sentry's database: ")
        .contains(file.toString());
    assertThat(check("DB_HOST = 'db'", "DB_TLS = 'verify'", "DB_CA_FILE = 'none.pem'").exitCode())
        .isEqualTo(1);
  }

  @Test
  void database_isCounted() throws Exception {
    Path file = folder.resolve("s.db");
    SentryTable table = SentryTable.in(file);
    table.create();
    table.fill(3);
    table.insert(3, "00000000000000000000000000000001", null);
    table.insert(4, null, null);
    table.insert(0, "00000000000000000000000000000002", null);
    table.insert(5, "00000000000000000000000000000003", null);
    table.setStatus("00000000000000000000000000000003", 1);

    CommandLineRun run = ask("DB_BACKEND = 'sqlite'", "DB_NAME = '" + file + "'");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .contains(
            "  SQLite in " + file + " has 4 keys of 3 projects, rows that are no keys left out: 2");
  }

  @Test
  void database_thatCannotBeReadIsExplainedInALine() throws Exception {
    Path missing = folder.resolve("missing.db");
    CommandLineRun run = ask("DB_BACKEND = 'sqlite'", "DB_NAME = '" + missing + "'");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).singleElement().asString().startsWith("SQLite in " + missing + ": ");
    assertThat(missing).doesNotExist();
  }

  @Test
  void database_thatNobodyServesIsExplainedInALine() throws Exception {
    try (HeldPort nobody = new HeldPort()) {
      assertExplained("mysql", nobody.port());
      assertExplained("postgres", nobody.port());
    }
  }

  private void assertExplained(String backend, int nobody) throws Exception {
    CommandLineRun run =
        ask(
            "DB_BACKEND = '" + backend + "'",
            "DB_HOST = '127.0.0.1'",
            "DB_PASS = '" + PASSWORD + "'",
            "DB_PORT = " + nobody);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains("SQL at 127.0.0.1:" + nobody + "/sentry: ")
        .contains("refused")
        .doesNotContain(PASSWORD, "Exception");
  }

  @Test
  void database_hasToBeConfigured() throws Exception {
    CommandLineRun run = ask("PROJECT_KEYS = [(1, 'public')]");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly(
            "--database: the configuration takes no keys from a database: they are those of"
                + " PROJECT_KEYS");
  }
}
