/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.cyclops.auth.ProjectKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SqliteKeySourceTest {
  private static final ProjectKey ONE = new ProjectKey(1, "a".repeat(32), "b".repeat(32));
  private static final ProjectKey TWO = new ProjectKey(2, "c".repeat(32), null);

  @TempDir private Path folder;
  private final LogLines log = new LogLines();
  private Path path;
  private JdbcKeySource source;

  @BeforeEach
  void name() {
    path = folder.resolve("sentry.db");
  }

  @AfterEach
  void close() {
    log.close();
    if (source != null) {
      source.close();
    }
  }

  private List<ProjectKey> load(JdbcKeySourceBuilder builder) throws Exception {
    source = builder.build();
    return List.copyOf(source.load());
  }

  @Test
  void load_takesActiveKeysOnly() throws Exception {
    SqliteFile file = SqliteFile.withTable(path).insert(List.of(ONE, TWO));
    file.run("UPDATE sentry_projectkey SET status = 1 WHERE project_id = 1");

    assertThat(load(file.source())).containsExactly(TWO);

    file.run("UPDATE sentry_projectkey SET status = 1 - status");
    assertThat(source.load()).containsExactly(ONE);
  }

  @Test
  void load_takesAllWhereThereIsNoStatus_andSaysSoOnce() throws Exception {
    SqliteFile file = new SqliteFile(path).run(SqliteFile.OLD_TABLE).insert(List.of(ONE, TWO));

    assertThat(load(file.source())).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(source.load()).hasSize(2);

    assertThat(log.from(Level.INFO))
        .containsExactly(
            "INFO SQLite in "
                + path
                + ": sentry_projectkey has no column 'status': all its keys are taken as active");
  }

  @Test
  void load_seesAStatusThatAnUpgradeBrought() throws Exception {
    SqliteFile file = new SqliteFile(path).run(SqliteFile.OLD_TABLE).insert(List.of(ONE, TWO));
    assertThat(load(file.source())).hasSize(2);

    file.run(
        "ALTER TABLE sentry_projectkey ADD COLUMN status integer NOT NULL DEFAULT 0",
        "UPDATE sentry_projectkey SET status = 1 WHERE project_id = 2");

    assertThat(source.load()).containsExactly(ONE);
    assertThat(log.from(Level.INFO)).last().asString().contains("has a column 'status' now");
  }

  @Test
  void load_asksWithoutStatusForNothingButAMissingColumn() throws Exception {
    SqliteFile file = new SqliteFile(path);
    file.run("CREATE TABLE sentry_projectkey (project_id, public_key, status)");

    assertThatThrownBy(() -> load(file.source()))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageContaining("there is no such column")
        .hasMessageContaining("secret_key");
  }

  @Test
  void load_asksAsTheOperatorSays() throws Exception {
    SqliteFile file = new SqliteFile(path);
    file.run(
        "CREATE TABLE keys (p bigint, k text, s text, on_ boolean)",
        "INSERT INTO keys VALUES (7, 'abc', 'def', 1), (8, 'ghi', 'jkl', 0)");

    assertThat(load(file.source().query("SELECT p, k, s, 'x' FROM keys WHERE on_")))
        .containsExactly(new ProjectKey(7, "abc", "def"));
    source.close();
    assertThat(load(file.source().query("SELECT p, k FROM keys WHERE on_")))
        .containsExactly(new ProjectKey(7, "abc", null));
  }

  @Test
  void load_saysWhatAQueryHasToAnswer() {
    SqliteFile file = SqliteFile.withTable(path);
    String expected = "the project's id (a whole number), the public key (text)";

    assertThatThrownBy(() -> load(file.source().query("SELECT project_id FROM sentry_projectkey")))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageContaining("the query answers 1 column")
        .hasMessageContaining(expected);
  }

  @Test
  void load_saysThatAQueryAnswersNoKeyAtAll() throws Exception {
    SqliteFile file = SqliteFile.withTable(path).insert(List.of(ONE));

    assertThatThrownBy(
            () -> load(file.source().query("SELECT public_key, project_id FROM sentry_projectkey")))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageContaining("none of the 1 rows of the query is a key")
        .hasMessageContaining("expected are the project's id")
        .hasMessageNotContaining(ONE.publicKey());
  }

  @Test
  void load_failsOnAQueryThatIsNone() {
    SqliteFile file = SqliteFile.withTable(path);

    assertThatThrownBy(() -> load(file.source().query("SELEC 1, 2")))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageContaining("syntax error");
    assertThatThrownBy(() -> load(file.source().query("SELECT a, b FROM other")))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageContaining("the query names a table that does not exist");
  }

  @Test
  void load_leavesOutRowsThatAreNoKeys_andSaysSoWhenTheirNumberChanges() throws Exception {
    SqliteFile file = new SqliteFile(path).run(SqliteFile.OLD_TABLE).insert(List.of(ONE));
    file.run(
        "INSERT INTO sentry_projectkey (project_id, public_key) VALUES"
            + " (3, NULL), (3, ''), (3, '  '), (NULL, 'k1'), (0, 'k2'), (-5, 'k3'), ('x', 'k4'),"
            + " (1.5, 'k5'), (9223372036854775808, 'k6'), (3, 'k.7'), (3, 'ké'),"
            + " (3, 'k' || char(10) || 'k'), (3, ' k8')",
        "INSERT INTO sentry_projectkey (project_id, public_key) VALUES (3, '%s')"
            .formatted("k".repeat(129)),
        "INSERT INTO sentry_projectkey (project_id, public_key, secret_key) VALUES"
            + " (4, 'good ', ' '), (3, 'k9', 'x' || char(0) || 'y')");

    assertThat(load(file.source())).containsExactlyInAnyOrder(ONE, new ProjectKey(4, "good", null));
    assertThat(source.skippedRows()).isEqualTo(15);
    source.load();
    assertThat(log.from(Level.WARN))
        .containsExactly(
            "WARN SQLite in "
                + path
                + ": rows that are no keys were left out: 1 without a project,"
                + " 5 with a project id that is no whole number above 0, 3 without a public key,"
                + " 1 with a key of more than 128 characters,"
                + " 4 with a public key that no DSN can hold,"
                + " 1 with a secret key that no client can send");
    assertThat(log.everything()).doesNotContain("k1", "k9", "k".repeat(9));

    file.run("DELETE FROM sentry_projectkey WHERE project_id = 3 AND public_key IS NULL");
    source.load();
    assertThat(log.from(Level.WARN)).hasSize(2).last().asString().contains("2 without a public");

    file.run("DELETE FROM sentry_projectkey WHERE project_id <> 1 OR project_id IS NULL");
    assertThat(source.load()).containsExactly(ONE);
    assertThat(source.skippedRows()).isZero();
    assertThat(log.from(Level.INFO)).last().asString().contains("no row was left out any more");
  }

  @Test
  void load_makesNoFile() {
    assertThatThrownBy(() -> load(new SqliteFile(path).source()))
        .isInstanceOf(KeyLoadException.class)
        .hasMessage("SQLite in " + path + ": there is no such file");
    assertThatThrownBy(() -> load(JdbcKeySource.builder("jdbc:sqlite:" + path)))
        .isInstanceOf(KeyLoadException.class)
        .hasMessage("SQLite in " + path + ": there is no such file");
    assertThatThrownBy(() -> load(JdbcKeySource.builder("jdbc:sqlite:file:" + path + "?mode=rwc")))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageContaining("the file cannot be opened");
    assertThatThrownBy(() -> load(new SqliteFile(folder).source()))
        .isInstanceOf(KeyLoadException.class)
        .hasMessage("SQLite in " + folder + ": that is no file");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void load_changesNothing() throws Exception {
    SqliteFile file = SqliteFile.withTable(path).insert(List.of(ONE));
    byte[] before = Files.readAllBytes(path);

    assertThatThrownBy(() -> load(file.source().query("DELETE FROM sentry_projectkey")))
        .isInstanceOf(KeyLoadException.class);
    source.close();
    assertThatThrownBy(
            () ->
                load(file.source().query("DELETE FROM sentry_projectkey RETURNING project_id, id")))
        .isInstanceOf(KeyLoadException.class);
    source.close();
    load(file.source());

    assertThat(path).hasBinaryContent(before);
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(path));
  }

  @Test
  void load_saysThatTheFileIsLocked_andIsFineAfterwards() throws Exception {
    SqliteFile file = SqliteFile.withTable(path).insert(List.of(ONE));
    try (Connection writer = file.connect();
        Statement statement = writer.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");

      assertThatThrownBy(() -> load(file.source().timeout(Duration.ofMillis(200))))
          .isInstanceOf(KeyLoadException.class)
          .hasMessageContaining("the file is locked by another program");

      statement.execute("ROLLBACK");
    }
    assertThat(source.load()).containsExactly(ONE);
  }

  @Test
  void load_readsWhileAnotherWritesAhead() throws Exception {
    SqliteFile file = SqliteFile.withTable(path);
    try (Connection writer = file.connect();
        Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("INSERT INTO sentry_projectkey (project_id, public_key) VALUES (5, 'e')");

      assertThat(load(file.source())).containsExactly(new ProjectKey(5, "e", null));

      statement.execute("BEGIN IMMEDIATE");
      statement.execute("INSERT INTO sentry_projectkey (project_id, public_key) VALUES (6, 'f')");
      assertThat(source.load()).hasSize(1);
      statement.execute("COMMIT");
      assertThat(source.load()).hasSize(2);
    }
    assertThat(source.load()).hasSize(2);
  }

  @Test
  void load_saysThatAFileIsNoDatabase() throws Exception {
    Files.writeString(
        path, "this is a text that is longer than the header of a database ".repeat(9));

    assertThatThrownBy(() -> load(new SqliteFile(path).source()))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageContaining("the file is no SQLite database");
  }

  @Test
  void load_saysThatADatabaseIsNotSentrys() throws Exception {
    Files.createFile(path);

    assertThatThrownBy(() -> load(new SqliteFile(path).source()))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageContaining("there is no table sentry_projectkey: this is not Sentry's database");
  }

  @Test
  void load_takesANameAsItIs() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("a b#ü")).resolve("x%41?mode=memory&'.db");
    SqliteFile.withTable(path).insert(List.of(ONE));
    Files.move(path, odd);

    assertThat(load(new SqliteFile(odd).source())).containsExactly(ONE);
  }

  @Test
  void load_seesAFileThatWasExchanged() throws Exception {
    SqliteFile file = SqliteFile.withTable(path).insert(List.of(ONE));
    assertThat(load(file.source())).containsExactly(ONE);
    Path other = folder.resolve("other.db");
    SqliteFile.withTable(other).insert(List.of(TWO));

    Files.move(other, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(source.load()).containsExactly(TWO);
  }

  @Test
  void load_failsAfterClose() throws Exception {
    SqliteFile file = SqliteFile.withTable(path).insert(List.of(ONE));
    assertThat(load(file.source())).hasSize(1);

    source.close();
    source.close();

    assertThatThrownBy(() -> source.load())
        .isInstanceOf(KeyLoadException.class)
        .hasMessage("SQLite in " + path + ": closed");
  }

  @Test
  void close_endsALoadWhoseTakerIsInTheMiddle() throws Exception {
    SqliteFile file = SqliteFile.withTable(path);
    file.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            + " INSERT INTO sentry_projectkey (project_id, public_key) SELECT i, 'k' || i FROM n");
    source = file.source().build();

    assertThatThrownBy(() -> source.load(key -> source.close()))
        .isInstanceOf(KeyLoadException.class)
        .hasMessageEndingWith(": closed");
  }

  @Test
  void load_throwsWhatTheTakerThrows_andIsFineAfterwards() throws Exception {
    SqliteFile file = SqliteFile.withTable(path).insert(List.of(ONE));
    source = file.source().build();
    IllegalStateException full = new IllegalStateException("full");

    assertThatThrownBy(
            () ->
                source.load(
                    key -> {
                      throw full;
                    }))
        .isSameAs(full);

    assertThat(source.load()).containsExactly(ONE);
  }
}
