/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.servers.SentryTable;
import dev.cyclops.testkit.RemoteKeySourceContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.cyclops.jdbc.Backend#selected")
class ServerKeySourceContractIT extends RemoteKeySourceContract {
  @Parameter private Backend backend;
  private final List<KeySource> sources = new ArrayList<>();

  @Override
  protected KeySource create(Collection<ProjectKey> keys) throws Exception {
    SentryTable table = backend.table();
    table.create();
    table.grant();
    try (Connection connection = backend.server().connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO sentry_projectkey (project_id, public_key, secret_key)"
                    + " VALUES (?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (ProjectKey key : keys) {
        insert.setLong(1, key.project());
        insert.setString(2, key.publicKey());
        insert.setString(3, key.secretKey());
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
    KeySource source = backend.source().build();
    sources.add(source);
    return source;
  }

  @Override
  protected KeySource createFailing() {
    backend.table().drop();
    KeySource source = backend.source().build();
    sources.add(source);
    return source;
  }

  @AfterEach
  void close() {
    sources.forEach(KeySource::close);
  }
}
