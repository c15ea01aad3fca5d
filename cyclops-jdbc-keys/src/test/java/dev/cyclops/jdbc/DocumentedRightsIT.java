/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.SentryTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The user that the documentation makes can read the keys. */
class DocumentedRightsIT {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @MethodSource("dev.cyclops.jdbc.Backend#selected")
  void user_ofTheDocumentationReadsTheKeys(Backend backend) throws Exception {
    try (DatabaseServer server = backend.createUsual()) {
      SentryTable table = SentryTable.in(server);
      table.create();
      table.insert(1, KEY, null);
      if (backend.isPostgres()) {
        server.execute("DROP OWNED BY cyclops", "DROP USER cyclops");
      } else {
        server.execute("DROP USER cyclops@'%'");
      }

      server.execute(statements(backend.isPostgres() ? "PostgreSQL" : "MySQL"));

      JdbcKeySource source = backend.source(server).build();
      try {
        assertThat(source.load()).containsExactly(new ProjectKey(1, KEY, null));
      } finally {
        source.close();
      }
    }
  }

  /** Those of the block below a comment. */
  private static String[] statements(String database) throws IOException {
    List<String> page = Files.readAllLines(Path.of("..", "docs", "keys.md"));
    int mark = page.indexOf("<!-- rights in " + database + " -->");
    List<String> block = page.subList(mark + 2, page.size());
    return block.subList(0, block.indexOf("```")).toArray(new String[0]);
  }
}
