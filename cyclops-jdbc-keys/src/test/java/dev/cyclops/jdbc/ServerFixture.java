/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static dev.cyclops.jdbc.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.SentryTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A server with Sentry's table, in which there is one key, {@value #KEY} of project 1, and a source
 * that may read it.
 */
final class ServerFixture implements AutoCloseable {
  static final String KEY = "0123456789abcdef0123456789abcdef";
  static final String SECRET = "fedcba9876543210fedcba9876543210";

  final Backend backend;
  final DatabaseServer server;
  final SentryTable table;
  final JdbcKeySource source;
  private final List<AutoCloseable> others = new ArrayList<>();

  ServerFixture(Backend backend) {
    this.backend = backend;
    server = backend.server();
    table = backend.table();
    table.create();
    table.insert(1, KEY, SECRET);
    table.grant();
    source = backend.source().build();
  }

  /** Another source, closed with the others. */
  JdbcKeySource build(JdbcKeySourceBuilder builder) {
    JdbcKeySource other = builder.build();
    others.add(other::close);
    return other;
  }

  List<String> load() throws Exception {
    return load(source);
  }

  static List<String> load(JdbcKeySource from) throws Exception {
    return from.load().stream().map(ProjectKey::publicKey).toList();
  }

  /**
   * Loads from a source in a hurry. It may come too late for a server on a busy machine, and then
   * tries again; anything else that is wrong fails the test.
   */
  static List<String> loadPatiently(JdbcKeySource from) {
    List<String> keys = new ArrayList<>();
    await()
        .until(
            () -> {
              keys.clear();
              try {
                from.load(key -> keys.add(key.publicKey()));
                return true;
              } catch (KeyLoadException e) {
                assertThat(e).hasMessageMatching(".*(no answer within|has not come back).*");
                return false;
              }
            });
    return keys;
  }

  /** Loads in vain. */
  String problem() {
    return problem(source);
  }

  static String problem(JdbcKeySource from) {
    KeyLoadException problem = catchThrowableOfType(KeyLoadException.class, from::load);
    assertThat(problem).as("loaded all the same").isNotNull();
    assertThat(problem.getMessage())
        .hasLineCount(1)
        .startsWith(from.toString())
        .doesNotContain(DatabaseServer.PASSWORD);
    return problem.getMessage();
  }

  /** Answers a million rows, however few there are: more than all buffers on the way hold. */
  JdbcKeySourceBuilder endless() {
    List<String> tables = new ArrayList<>();
    table.clear();
    table.fill(100);
    for (String alias : List.of("a", "b", "c")) {
      tables.add("sentry_projectkey " + alias);
    }
    return backend
        .source()
        .query(
            "SELECT a.project_id, a.public_key, b.secret_key FROM "
                + String.join(", ", tables)
                + " WHERE c.status = 0");
  }

  @Override
  public void close() throws Exception {
    source.close();
    for (AutoCloseable other : others) {
      other.close();
    }
  }
}
