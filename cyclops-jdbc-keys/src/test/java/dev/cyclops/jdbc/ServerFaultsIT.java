/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static dev.cyclops.jdbc.Patience.await;
import static dev.cyclops.jdbc.ServerFixture.KEY;
import static dev.cyclops.jdbc.ServerFixture.load;
import static dev.cyclops.jdbc.ServerFixture.loadPatiently;
import static dev.cyclops.jdbc.ServerFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server in trouble: a load ends in time and says why, and the next one is as good as new. */
@ParameterizedClass
@MethodSource("dev.cyclops.jdbc.Backend#selected")
@Timeout(300)
class ServerFaultsIT {
  private static final String SILENT = "no answer within 1 s";

  @Parameter private Backend backend;
  private ServerFixture fixture;
  private DatabaseServer server;

  @BeforeEach
  void prepare() {
    fixture = new ServerFixture(backend);
    server = fixture.server;
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
    // Whatever a load has left on the server is gone before the next test wants the table.
    await().until(() -> server.userConnections() == 0);
  }

  /** Does something while the server stands still. */
  private void whileFrozen(Runnable action) {
    server.freeze();
    try {
      action.run();
    } finally {
      server.thaw();
    }
  }

  /** Does something when the first row has come. */
  private static Consumer<Object> atFirstRow(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return key -> {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  @Test
  void load_givesUpWhenTheServerIsFrozenBeforeItConnects() throws Exception {
    JdbcKeySource source = fixture.build(backend.hastySource());
    whileFrozen(() -> assertThat(problem(source)).contains(SILENT));
    assertThat(loadPatiently(source)).containsExactly(KEY);
  }

  @Test
  void load_givesUpWhenTheServerFreezesBetweenLoads() throws Exception {
    JdbcKeySource source = fixture.build(backend.hastySource());
    assertThat(loadPatiently(source)).containsExactly(KEY);
    whileFrozen(
        () -> {
          assertThat(problem(source)).contains(SILENT);
          // The driver may still be waiting on behalf of the first one.
          assertThat(problem(source)).containsPattern(SILENT + "|has not come back");
        });
    assertThat(loadPatiently(source)).containsExactly(KEY);
  }

  @Test
  void load_givesUpWhenTheServerFreezesInTheMiddle() throws Exception {
    JdbcKeySource source = fixture.build(fixture.endless().timeout(Duration.ofSeconds(1)));
    whileFrozenFromFirstRow(source);
    assertThat(loadPatiently(source)).hasSize(1_000_000);
  }

  private void whileFrozenFromFirstRow(JdbcKeySource source) {
    try {
      assertThatThrownBy(() -> source.load(atFirstRow(server::freeze)))
          .isInstanceOf(KeyLoadException.class)
          .hasMessageContaining(SILENT);
    } finally {
      server.thaw();
    }
  }

  @Test
  void close_endsALoadFromAFrozenServerAtOnce() throws Exception {
    JdbcKeySource source = fixture.build(backend.source().timeout(Duration.ofHours(1)));
    load(source);
    server.freeze();
    try {
      CompletableFuture<String> problem = CompletableFuture.supplyAsync(() -> problem(source));
      await().until(() -> threads("cyclops-keys-jdbc") > 0);
      source.close();
      assertThat(problem.get()).contains("closed");
      await().until(() -> threads("cyclops-keys-") == 0);
    } finally {
      server.thaw();
    }
  }

  @Test
  void close_endsALoadInTheMiddle() throws Exception {
    JdbcKeySource source = fixture.build(fixture.endless().timeout(Duration.ofHours(1)));
    CountDownLatch began = new CountDownLatch(1);
    CompletableFuture<Void> loading =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(
                        () ->
                            source.load(
                                atFirstRow(
                                    () -> {
                                      server.freeze();
                                      began.countDown();
                                    })))
                    .hasMessageContaining("closed"));
    try {
      began.await();
      source.close();
      loading.get();
      await().until(() -> threads("cyclops-keys-") == 0);
    } finally {
      server.thaw();
    }
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }

  @Test
  void load_failsWhileTheServerIsDownAndWorksWhenItIsBack() throws Exception {
    assertThat(fixture.load()).containsExactly(KEY);
    server.kill();
    try {
      fixture.problem();
      assertThat(fixture.problem()).contains("connection refused");
    } finally {
      server.start();
    }
    assertThat(fixture.load()).containsExactly(KEY);
  }

  @Test
  void load_noticesThatTheServerWasRestarted() throws Exception {
    assertThat(fixture.load()).containsExactly(KEY);
    server.kill();
    server.start();
    assertThat(fixture.load()).containsExactly(KEY);
  }

  @Test
  void load_failsWhenTheServerDiesInTheMiddle() throws Exception {
    JdbcKeySource source = fixture.build(fixture.endless());
    try {
      assertThatThrownBy(() -> source.load(atFirstRow(server::kill)))
          .isInstanceOf(KeyLoadException.class)
          .hasMessageContaining("connection was lost");
    } finally {
      server.start();
    }
    List<Object> keys = new ArrayList<>();
    source.load(keys::add);
    assertThat(keys).hasSize(1_000_000);
  }

  @Test
  void load_noticesThatItsConnectionWasEnded() throws Exception {
    assertThat(fixture.load()).containsExactly(KEY);
    server.disconnectUser();
    assertThat(fixture.load()).containsExactly(KEY);
  }

  @Test
  void load_failsWhenItsConnectionIsEndedInTheMiddle() throws Exception {
    JdbcKeySource source = fixture.build(fixture.endless());
    assertThatThrownBy(() -> source.load(atFirstRow(server::disconnectUser)))
        .isInstanceOf(KeyLoadException.class);
    List<Object> keys = new ArrayList<>();
    source.load(keys::add);
    assertThat(keys).hasSize(1_000_000);
  }

  @Test
  void load_keepsOneConnection() throws Exception {
    for (int i = 0; i < 5; i++) {
      fixture.load();
      assertThat(server.userConnections()).isEqualTo(1);
    }
  }

  @Test
  void load_failsWithoutRightsAndWorksWithThemAgain() throws Exception {
    assertThat(fixture.load()).containsExactly(KEY);
    fixture.table.revoke();
    assertThat(fixture.problem()).contains("may not read the keys", "GRANT SELECT");
    fixture.table.grant();
    assertThat(fixture.load()).containsExactly(KEY);
  }

  @Test
  void load_failsWithoutTheTableAndWorksWithItAgain() throws Exception {
    assertThat(fixture.load()).containsExactly(KEY);
    fixture.table.drop();
    assertThat(fixture.problem()).contains("there is no table sentry_projectkey");
    fixture.table.create();
    fixture.table.insert(1, KEY, null);
    fixture.table.grant();
    assertThat(fixture.load()).containsExactly(KEY);
  }

  @Test
  void load_failsWithAWrongPassword() {
    JdbcKeySource source = fixture.build(backend.source().password("wrong-one"));
    assertThat(problem(source)).contains("wrong name or password").doesNotContain("wrong-one");
  }

  @Test
  void load_noticesAnotherPasswordWithItsNextConnection() throws Exception {
    assertThat(fixture.load()).containsExactly(KEY);
    server.setPassword("two-eyed");
    try {
      server.disconnectUser();
      assertThat(fixture.problem()).contains("wrong name or password");
    } finally {
      server.setPassword(DatabaseServer.PASSWORD);
    }
    assertThat(fixture.load()).containsExactly(KEY);
  }

  @Test
  void load_failsWithoutTheDatabase() {
    JdbcKeySource source = fixture.build(backend.source().name("nowhere"));
    // MySQL tells those without any right there no more than that.
    assertThat(problem(source))
        .contains(
            backend.isPostgres()
                ? "no such database"
                : "may not use that database, or there is none")
        .contains("nowhere");
  }

  @Test
  void load_failsWhenTheUserMayHaveNoMoreConnections() throws Exception {
    String user = DatabaseServer.USER;
    String alter = "ALTER USER " + user + (backend.isPostgres() ? "" : " WITH");
    String option = backend.isPostgres() ? " CONNECTION LIMIT " : " MAX_USER_CONNECTIONS ";
    server.execute(alter + option + 1);
    try (Connection other = connectAsUser()) {
      assertThat(other.isValid(60)).isTrue();
      assertThat(fixture.problem()).contains("too many connections");
    } finally {
      server.execute(alter + option + (backend.isPostgres() ? -1 : 0));
    }
    assertThat(fixture.load()).containsExactly(KEY);
  }

  private Connection connectAsUser() throws SQLException {
    String url =
        backend.isPostgres()
            ? "jdbc:postgresql://%s:%d/%s"
            : "jdbc:mysql://%s:%d/%s?sslMode=PREFERRED";
    return DriverManager.getConnection(
        url.formatted(DatabaseServer.HOST, server.port(), DatabaseServer.DATABASE),
        DatabaseServer.USER,
        DatabaseServer.PASSWORD);
  }

  @Test
  void load_failsWhenTheServerTakesNoMoreConnections() throws Exception {
    boolean postgres = backend.isPostgres();
    List<Connection> crowd = new ArrayList<>();
    long before = postgres ? 0 : server.number("SELECT @@max_connections");
    try {
      for (int i = 0; i < (postgres ? 2 : 10); i++) {
        crowd.add(connectAsUser());
      }
      // Not before: the administrator's, too, counts until the server has noticed its end.
      server.execute(
          postgres
              ? "ALTER DATABASE sentry CONNECTION LIMIT 2"
              : "SET GLOBAL max_connections = 10");
      assertThat(fixture.problem()).contains("too many connections");
    } finally {
      for (Connection connection : crowd) {
        connection.close();
      }
    }
    server.execute(
        postgres
            ? "ALTER DATABASE sentry CONNECTION LIMIT -1"
            : "SET GLOBAL max_connections = " + before);
    // The server needs a moment to notice that they have left.
    await().until(() -> server.userConnections() == 0);
    assertThat(fixture.load()).containsExactly(KEY);
  }

  @Test
  void load_givesUpWhileTheTableIsLocked() throws Exception {
    JdbcKeySource source = fixture.build(backend.hastySource());
    assertThat(loadPatiently(source)).containsExactly(KEY);
    try (Connection admin = server.connect();
        Statement statement = admin.createStatement()) {
      if (backend.isPostgres()) {
        admin.setAutoCommit(false);
        statement.execute("LOCK TABLE sentry_projectkey IN ACCESS EXCLUSIVE MODE");
      } else {
        statement.execute("LOCK TABLES sentry_projectkey WRITE");
      }
      // On a busy machine it may not have come as far as to ask.
      await()
          .untilAsserted(
              () -> assertThat(problem(source)).contains(SILENT + " while waiting for the answer"));
      assertThat(problem(source)).containsPattern(SILENT + "|has not come back");
    }
    assertThat(loadPatiently(source)).containsExactly(KEY);
  }

  @Test
  void load_failsWhenTheTakerDoes() throws Exception {
    JdbcKeySource source = fixture.build(fixture.endless());
    assertThatThrownBy(
            () ->
                source.load(
                    atFirstRow(
                        () -> {
                          throw new IllegalStateException("enough");
                        })))
        .isInstanceOf(IllegalStateException.class);
    await().until(() -> threads("cyclops-keys-jdbc") == 0);
    List<Object> keys = new ArrayList<>();
    source.load(keys::add);
    assertThat(keys).hasSize(1_000_000);
  }
}
