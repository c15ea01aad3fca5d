/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a file asks for Sentry's database, and what its keys must hold together. */
class DatabaseSettingsTest {
  private static final String KEYS = "PROJECT_KEYS = [(1, 'public', 'secret')]\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DB_HOST = 'db'",
        "DB_BACKEND = 'postgres'",
        "DB_PORT = 3307",
        "DB_NAME = 'sentry'",
        "DB_USER = 'cyclops'",
        "DB_PASS = 'x'",
        "DB_URL = 'jdbc:postgresql://db/sentry'",
        "MYSQL_HOST = 'db'",
        "MYSQL_USER = 'sentry'\nMYSQL_PASS = 'x'",
      })
  void database_isAskedWhereAnythingNamesIt(String lines) {
    ConfigResult result = read(lines);

    assertThat(result.errors()).isEmpty();
    assertThat(result.notes()).isEmpty();
    assertThat(KeyOrigin.of(result.config().orElseThrow())).isEqualTo(KeyOrigin.DATABASE);
    assertThat(read(KEYS + lines).warnings())
        .contains(
            "cyclops.conf:1: PROJECT_KEYS: the database wins, PROJECT_KEYS are without effect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "IO_THREADS = 1 | ``",
        "DB_HOST = None | ``",
        "MYSQL_HOST = None | ``",
        "DB_HOST = None; DB_NAME = 'x'; DB_PASS = 'y' | DB_NAME, DB_PASS: without effect, since DB_HOST = None",
        "MYSQL_HOST = None; MYSQL_USER = 'x' | DB_USER: without effect, since DB_HOST = None",
        "DB_TIMEOUT = 5; KEYS_SNAPSHOT = 'k' | DB_TIMEOUT, KEYS_SNAPSHOT: without effect, since no database is named (by DB_URL, DB_HOST, DB_BACKEND, DB_PORT, DB_NAME, DB_USER, DB_PASS)",
      })
  void keys_areTheListedOnesWhereNothingNamesADatabase(String lines, String note) {
    ConfigResult result = read(KEYS + lines.replace("; ", "\n"));

    assertThat(result.errors()).isEmpty();
    assertThat(String.join("\n", result.notes())).isEqualTo(note);
    assertThat(result.warnings()).noneMatch(warning -> warning.contains("database"));
    assertThat(KeyOrigin.of(result.config().orElseThrow())).isEqualTo(KeyOrigin.LISTED);
  }

  @Test
  void hostNone_saysWhichOtherDatabaseItLeavesOut() {
    assertThat(read(KEYS + "DB_HOST = None\nDB_URL = 'jdbc:mysql://u:pw@db:3307/x'").warnings())
        .containsExactly(
            "cyclops.conf:2: DB_HOST = None: so DB_URL (jdbc:mysql at db:3307) is not asked for"
                + " keys");
    assertThat(read(KEYS + "DB_BACKEND = 'sqlite'\nDB_NAME = '/s.db'\nDB_HOST = None\n").warnings())
        .containsExactly(
            "cyclops.conf:4: DB_HOST = None: so the file of SQLite is not asked for keys; it needs"
                + " no DB_HOST");
  }

  @Test
  void hostNone_withoutListedKeysLetsNobodyReport() {
    assertThat(read("DB_HOST = None\nDB_NAME = 'x'").errors())
        .singleElement()
        .asString()
        .startsWith("cyclops.conf: nobody may report: ")
        .contains("PROJECT_KEYS", "DB_HOST");
  }

  @Test
  void openAccess_asksNoDatabase() {
    ConfigResult result =
        read("RESTRICT_API_ACCESS = False\nDB_HOST = 'db'\nDB_PASS = 'x'\nKEYS_SNAPSHOT = 'k'");

    assertThat(KeyOrigin.of(result.config().orElseThrow())).isEqualTo(KeyOrigin.OPEN);
    assertThat(result.notes())
        .containsExactly(
            "DB_HOST, DB_PASS, KEYS_SNAPSHOT: without effect, since RESTRICT_API_ACCESS = False");
    assertThat(result.warnings()).hasSize(1);
  }

  @Test
  void oldNames_meanTodaysAndMysql() {
    Config config =
        read("MYSQL_HOST='h'\nMYSQL_PORT=1\nMYSQL_DB='d'\nMYSQL_USER='u'\nMYSQL_PASS='p'")
            .config()
            .orElseThrow();

    assertThat(config.get(DatabaseSettings.DB_BACKEND)).isEqualTo(DatabaseKind.MYSQL);
    assertThat(config.get(DatabaseSettings.DB_HOST)).contains("h");
    assertThat(config.get(DatabaseSettings.DB_PORT)).contains(1);
    assertThat(config.get(DatabaseSettings.DB_NAME)).isEqualTo("d");
    assertThat(config.get(DatabaseSettings.DB_USER)).contains("u");
    assertThat(config.get(DatabaseSettings.DB_PASS)).isEqualTo("p");
    assertThat(
            read("MYSQL_USER = 'u'\nDB_BACKEND = 'postgres'")
                .config()
                .orElseThrow()
                .get(DatabaseSettings.DB_BACKEND))
        .isEqualTo(DatabaseKind.POSTGRES);
  }

  @Test
  void url_winsAndSaysSo() {
    ConfigResult result =
        read(
            "DB_HOST = 'other'\nDB_PORT = 1\nDB_USER = 'u'\nDB_PASS = 'p'\n"
                + "DB_URL = 'jdbc:postgresql://sentry:hunter4711@db:5432/sentry?password=x'");

    assertThat(result.errors()).isEmpty();
    assertThat(result.warnings())
        .containsExactly(
            "cyclops.conf:5: DB_URL (jdbc:postgresql at db:5432) wins, without effect: DB_HOST,"
                + " DB_PORT");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5432/sentry?user=u&password=p, jdbc:postgresql at db:5432",
    "jdbc:postgresql://u:p@db/sentry, jdbc:postgresql at db",
    "jdbc:mysql://u:p%40ss@[::1]:3306/sentry, jdbc:mysql at [::1]:3306",
    "'jdbc:mysql://a:1,b:2/sentry', 'jdbc:mysql at a:1,b:2'",
    "'jdbc:mysql://(host=db,password=p)/sentry', jdbc:mysql",
    "'jdbc:mysql://address=(host=db)(password=p)/sentry', jdbc:mysql",
    "jdbc:mysql:loadbalance://u:p@db/sentry, jdbc:mysql",
    "jdbc:postgresql://u:p/ss@db/sentry, jdbc:postgresql",
    "jdbc:mysql://db/sentry?password=a@b, jdbc:mysql",
    "jdbc:sqlite:/var/p.db, jdbc:sqlite",
    "jdbc:sqlserver://db;password=p, jdbc:sqlserver at db",
    "jdbc:oracle:thin:scott/p@db:1521:x, jdbc:oracle",
  })
  void url_isShownWithoutUserAndPassword(String text, String shown) {
    assertThat(new DatabaseUrl(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres://u:p@db/s", "db:5432", "jdbc:mysql", "jdbc:", "", "jdbc:X:y"})
  void url_ofAnotherKindIsRefused(String text) {
    assertThat(read("DB_URL = '" + text + "'").errors())
        .containsExactly(
            "cyclops.conf:1: DB_URL = ***: expected a JDBC URL such as"
                + " 'jdbc:postgresql://host:5432/name' or 'jdbc:mysql://host:3306/name' or None");
  }

  @Test
  void url_ofADriverThatIsNotKnownSaysByItselfWhetherThereIsTls() {
    String url = "DB_URL = 'jdbc:mariadb://db/sentry'\n";
    String reason = "is not known for this driver: ask for TLS in DB_URL itself";

    assertThat(read(url + "DB_TLS = 'verify'").errors())
        .containsExactly("cyclops.conf:2: DB_TLS = 'verify': " + reason);
    assertThat(read(url + "DB_CA_FILE = 'ca.pem'").errors())
        .containsExactly("cyclops.conf:2: DB_CA_FILE = 'ca.pem': " + reason);
    assertThat(read("DB_URL = 'jdbc:postgresql://db/s'\nDB_TLS = 'verify'").errors()).isEmpty();
  }

  @Test
  void authority_isOfUseToWhoVerifiesOnly() {
    String reason = "needs DB_TLS = 'verify': otherwise no certificate is checked";

    assertThat(read("DB_HOST = 'db'\nDB_CA_FILE = 'ca.pem'").errors())
        .containsExactly("cyclops.conf:2: DB_CA_FILE = 'ca.pem': " + reason);
    assertThat(read("DB_URL = 'jdbc:mysql://db/s'\nDB_CA_FILE = 'ca.pem'").errors())
        .containsExactly("cyclops.conf:2: DB_CA_FILE = 'ca.pem': " + reason);
    assertThat(read("DB_HOST = 'db'\nDB_CA_FILE = 'ca.pem'\nDB_TLS = 'require'").errors())
        .containsExactly("cyclops.conf:2: DB_CA_FILE = 'ca.pem': " + reason);
    assertThat(read("DB_HOST = 'db'\nDB_CA_FILE = 'ca.pem'\nDB_TLS = 'verify'").errors()).isEmpty();
  }

  @Test
  void sqlite_isAFileAndNothingElse() {
    ConfigResult result =
        read(
            "DB_BACKEND = 'sqlite'\nDB_NAME = '/var/sentry.db'\nDB_HOST = 'localhost'\nDB_PORT = 1\n"
                + "DB_USER = 'u'\nDB_PASS = 'p'\nDB_TLS = 'verify'\nDB_CA_FILE = 'ca.pem'");

    assertThat(result.errors()).isEmpty();
    assertThat(result.notes())
        .containsExactly(
            "DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_TLS, DB_CA_FILE: without effect, since SQLite"
                + " is a file");
    assertThat(read("DB_URL = 'jdbc:sqlite:/s.db'\nDB_PASS = 'p'").notes())
        .containsExactly("DB_PASS: without effect, since SQLite is a file");
  }

  @Test
  void sqlite_needsTheFile() {
    assertThat(read("DB_BACKEND = 'sqlite'").errors())
        .containsExactly(
            "cyclops.conf:1: DB_BACKEND = 'sqlite': needs DB_NAME, the file of the database");
    assertThat(read("DB_BACKEND = 'sqlite'\nDB_NAME = ''").errors())
        .containsExactly("cyclops.conf:2: DB_NAME = '': expected a string that is not empty");
  }

  @Test
  void files_mustHaveNames() {
    assertThat(read("DB_BACKEND = 'sqlite'\nDB_NAME = 'a\\0b'").errors())
        .singleElement()
        .asString()
        .endsWith("is no name of a file");
    assertThat(read("DB_HOST = 'db'\nKEYS_SNAPSHOT = ''").errors())
        .containsExactly("cyclops.conf:2: KEYS_SNAPSHOT = '': is no name of a file");
    assertThat(read("DB_HOST = 'db'\nDB_TLS = 'verify'\nDB_CA_FILE = ''").errors())
        .containsExactly("cyclops.conf:3: DB_CA_FILE = '': is no name of a file");
  }

  @Test
  void snapshots_needAFileEach() {
    String both = "PROJECT_LIMITS = {1: 'auto'}\nLIMITS_SNAPSHOT = 'a'\nDB_HOST = 'db'\n";

    assertThat(read(both + "KEYS_SNAPSHOT = './a'").errors())
        .containsExactly(
            "cyclops.conf:4: KEYS_SNAPSHOT = './a': is the file of LIMITS_SNAPSHOT as well");
    assertThat(read(both + "KEYS_SNAPSHOT = 'b'").errors()).isEmpty();
  }

  private static ConfigResult read(String text) {
    return ConfigReader.read("cyclops.conf", text, Map.of());
  }
}
