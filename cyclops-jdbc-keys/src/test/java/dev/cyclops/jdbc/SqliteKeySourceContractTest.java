/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.testkit.RemoteKeySourceContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteKeySourceContractTest extends RemoteKeySourceContract {
  @TempDir private Path folder;
  private final List<KeySource> sources = new ArrayList<>();

  @Override
  protected KeySource create(Collection<ProjectKey> keys) throws Exception {
    Path path = folder.resolve("sentry" + sources.size() + ".db");
    KeySource source = SqliteFile.withTable(path).insert(keys).source().build();
    sources.add(source);
    return source;
  }

  @Override
  protected KeySource createFailing() {
    String missing = folder.resolve("missing.db").toString();
    return JdbcKeySource.builder(Database.SQLITE).name(missing).build();
  }

  @AfterEach
  void close() {
    sources.forEach(KeySource::close);
  }
}
