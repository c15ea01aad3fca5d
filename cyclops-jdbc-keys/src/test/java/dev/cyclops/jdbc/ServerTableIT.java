/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static dev.cyclops.jdbc.ServerFixture.KEY;
import static dev.cyclops.jdbc.ServerFixture.SECRET;
import static dev.cyclops.jdbc.ServerFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.SentryTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in Sentry's table, and who may read it. */
@ParameterizedClass
@MethodSource("dev.cyclops.jdbc.Backend#selected")
class ServerTableIT {
  private static final String OTHER = "aaaabbbbccccddddaaaabbbbccccdddd";
  private static final String COLUMNS = "project_id, public_key, secret_key";

  @Parameter private Backend backend;
  private ServerFixture fixture;
  private SentryTable table;

  @BeforeEach
  void prepare() {
    fixture = new ServerFixture(backend);
    table = fixture.table;
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private JdbcKeySource source(String query) {
    return fixture.build(backend.source().query(query));
  }

  @Test
  void load_readsSentrysColumns() throws Exception {
    assertThat(fixture.source.load()).containsExactly(new ProjectKey(1, KEY, SECRET));
    assertThat(fixture.source.skippedRows()).isZero();
  }

  @Test
  void load_leavesOutWhatIsDisabledOrRemoved() throws Exception {
    table.insert(2, OTHER, null);
    assertThat(fixture.load()).containsExactlyInAnyOrder(KEY, OTHER);
    table.setStatus(OTHER, 1);
    assertThat(fixture.load()).containsExactly(KEY);
    table.setStatus(OTHER, 0);
    assertThat(fixture.load()).containsExactlyInAnyOrder(KEY, OTHER);
    table.delete(KEY);
    assertThat(fixture.load()).containsExactly(OTHER);
  }

  @Test
  void load_takesAllKeysWhereThereIsNoStatus() throws Exception {
    assertThat(fixture.load()).containsExactly(KEY);
    table.createWithoutStatus();
    table.insert(2, OTHER, null);
    fixture.server.execute("GRANT SELECT ON sentry_projectkey TO " + DatabaseServer.USER);
    assertThat(fixture.source.load()).containsExactly(new ProjectKey(2, OTHER, null));
    // As after an update of Sentry.
    table.create();
    table.insert(1, KEY, null);
    table.setStatus(KEY, 1);
    table.grant();
    assertThat(fixture.load()).isEmpty();
  }

  @Test
  void load_leavesOutRowsThatAreNoKeys() throws Exception {
    table.insert(2, null, null);
    table.insert(3, "", OTHER);
    table.insert(0, "zero", null);
    table.insert(-4, "minus", null);
    table.insert(5, "with blank", null);
    table.insert(6, "ünicode", null);
    table.insert(7, OTHER, "");
    assertThat(fixture.source.load())
        .containsExactlyInAnyOrder(new ProjectKey(1, KEY, SECRET), new ProjectKey(7, OTHER, null));
    assertThat(fixture.source.skippedRows()).isEqualTo(6);
    table.clear();
    assertThat(fixture.load()).isEmpty();
    assertThat(fixture.source.skippedRows()).isZero();
  }

  @Test
  void load_isEmptyForAnEmptyTableAndFullAgain() throws Exception {
    table.clear();
    assertThat(fixture.load()).isEmpty();
    table.insert(2, OTHER, null);
    assertThat(fixture.load()).containsExactly(OTHER);
  }

  @Test
  void load_hasThousandsInOrder() throws Exception {
    table.clear();
    table.fill(20_000);
    List<ProjectKey> keys = new ArrayList<>();
    fixture.source.load(keys::add);
    assertThat(keys).hasSize(20_000).doesNotHaveDuplicates();
    assertThat(keys)
        .allSatisfy(
            key -> {
              assertThat(key.publicKey()).isEqualTo(SentryTable.publicKey(key.project()));
              assertThat(key.secretKey()).isEqualTo(SentryTable.secretKey(key.project()));
            });
  }

  @Test
  void query_replacesSentrysOwn() throws Exception {
    table.insert(2, OTHER, SECRET.replace('f', '0'));
    table.setStatus(OTHER, 1);
    JdbcKeySource source =
        source("SELECT project_id + 100, public_key FROM sentry_projectkey WHERE status >= 0");
    assertThat(source.load())
        .containsExactlyInAnyOrder(
            new ProjectKey(101, KEY, null), new ProjectKey(102, OTHER, null));
  }

  @Test
  void query_mayAnswerTheSameKeyTwice() throws Exception {
    String all = "SELECT " + COLUMNS + " FROM sentry_projectkey";
    String other = "SELECT project_id + 1, public_key, secret_key FROM sentry_projectkey";
    assertThat(source(all + " UNION ALL " + all + " UNION ALL " + other).load())
        .containsExactlyInAnyOrder(
            new ProjectKey(1, KEY, SECRET),
            new ProjectKey(1, KEY, SECRET),
            new ProjectKey(2, KEY, SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT project_id FROM sentry_projectkey",
        "SELECT public_key, project_id, secret_key FROM sentry_projectkey",
        "SELECT project_id, public_key, nothing FROM sentry_projectkey",
        "SELECT project_id, public_key, secret_key FROM sentry_projectkeys",
        "SELEKT"
      })
  void query_failsClearlyWhenWrong(String query) {
    assertThat(problem(source(query))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"project_id", "public_key", "secret_key", "status"})
  void load_needsTheRightOnEachColumn(String missing) throws Exception {
    assertThat(fixture.load()).containsExactly(KEY);
    String right = "SELECT (" + missing + ") ON sentry_projectkey ";
    fixture.server.execute("REVOKE " + right + "FROM " + DatabaseServer.USER);
    // Above all, a status that may not be read is not one that is missing.
    assertThat(fixture.problem())
        .contains(
            "GRANT SELECT (project_id, public_key, secret_key, status) ON sentry_projectkey TO "
                + DatabaseServer.USER);
    fixture.server.execute("GRANT " + right + "TO " + DatabaseServer.USER);
    assertThat(fixture.load()).containsExactly(KEY);
  }

  @Test
  void query_cannotWriteEvenWithTheRightTo() throws Exception {
    String user = DatabaseServer.USER;
    fixture.server.execute("GRANT SELECT, UPDATE, DELETE ON sentry_projectkey TO " + user);
    String function =
        backend.isPostgres()
            ? "CREATE OR REPLACE FUNCTION switch_off() RETURNS bigint LANGUAGE sql AS"
                + " 'UPDATE sentry_projectkey SET status = 1; SELECT 1::bigint'"
            : "CREATE FUNCTION switch_off() RETURNS bigint MODIFIES SQL DATA"
                + " BEGIN UPDATE sentry_projectkey SET status = 1; RETURN 1; END";
    if (!backend.isPostgres()) {
      fixture.server.execute(
          "DROP FUNCTION IF EXISTS switch_off", function, "GRANT EXECUTE ON sentry.* TO " + user);
    } else {
      fixture.server.execute(function);
    }
    assertThat(problem(source("SELECT switch_off(), public_key FROM sentry_projectkey")))
        .containsIgnoringCase("read");
    problem(source("UPDATE sentry_projectkey SET status = 1"));
    problem(source("DELETE FROM sentry_projectkey RETURNING " + COLUMNS));
    assertThat(fixture.server.number("SELECT count(*) FROM sentry_projectkey WHERE status = 0"))
        .isEqualTo(1);
    fixture.server.execute("REVOKE SELECT, UPDATE, DELETE ON sentry_projectkey FROM " + user);
  }
}
