/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.keys;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKeys;
import dev.cyclops.jdbc.Database;
import dev.cyclops.jdbc.JdbcKeySource;
import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.MariaDbServer;
import dev.cyclops.servers.PostgresServer;
import dev.cyclops.servers.SentryTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Loads Sentry's table out of a real database into a snapshot, several times, while the one before
 * is held as in a running barrier. Arguments: the database (mariadb, postgres or sqlite), how many
 * loads, how many keys.
 */
public final class KeyLoad {
  private KeyLoad() {}

  /**
   * Prints a line of the report.
   *
   * @param args database, loads, keys
   * @throws Exception when the keys cannot be loaded
   */
  public static void main(String[] args) throws Exception {
    int loads = Integer.parseInt(args[1]);
    int count = Integer.parseInt(args[2]);
    switch (args[0]) {
      case "mariadb" -> {
        try (MariaDbServer server = MariaDbServer.create()) {
          load("MariaDB", Database.MYSQL, server, loads, count);
        }
      }
      case "postgres" -> {
        try (PostgresServer server = PostgresServer.create()) {
          load("PostgreSQL", Database.POSTGRES, server, loads, count);
        }
      }
      case "sqlite" -> loadFile(loads, count);
      default -> throw new IllegalArgumentException("mariadb, postgres or sqlite: " + args[0]);
    }
  }

  private static void load(
      String name, Database database, DatabaseServer server, int loads, int count)
      throws Exception {
    SentryTable table = SentryTable.in(server);
    table.create();
    table.fill(count);
    table.grant();
    report(
        name,
        JdbcKeySource.builder(database)
            .host(DatabaseServer.HOST)
            .port(server.port())
            .name(DatabaseServer.DATABASE)
            .user(DatabaseServer.USER)
            .password(DatabaseServer.PASSWORD)
            .build(),
        loads,
        count);
  }

  private static void loadFile(int loads, int count) throws Exception {
    Path file = Files.createTempFile("keys", ".sqlite");
    try {
      SentryTable table = SentryTable.in(file);
      table.create();
      table.fill(count);
      report(
          "SQLite",
          JdbcKeySource.builder(Database.SQLITE).name(file.toString()).build(),
          loads,
          count);
    } finally {
      Files.delete(file);
    }
  }

  private static void report(String name, KeySource source, int loads, int count) throws Exception {
    double[] seconds = new double[loads];
    ProjectKeys keys = ProjectKeys.of(List.of());
    long live = Heap.live();
    Heap.resetPeak();
    for (int i = 0; i < loads; i++) {
      long start = System.nanoTime();
      ProjectKeys.Builder builder = ProjectKeys.builder();
      source.load(builder::add);
      keys = builder.build();
      seconds[i] = (System.nanoTime() - start) / 1e9;
      check(keys, count);
    }
    source.close();
    double peak = Heap.megabytes(Heap.peak());
    double held = Heap.megabytes(Heap.live() - live);
    double first = seconds[0];
    Arrays.sort(seconds);
    System.out.printf(
        "| %s | %,d | %.0f | %.2f (%.2f–%.2f) | %.2f | %.0f | %.0f |%n",
        name,
        keys.keyCount(),
        Heap.limit(),
        seconds[loads / 2],
        seconds[0],
        seconds[loads - 1],
        first,
        peak,
        held);
  }

  private static void check(ProjectKeys keys, int count) throws IOException {
    String last = SentryTable.publicKey(count);
    boolean whole =
        keys.keyCount() == count
            && keys.authorize(count, last, SentryTable.secretKey(count)) != null
            && keys.authorize(count, last, SentryTable.secretKey(1)) == null;
    if (!whole) {
      throw new IOException("not all keys were loaded: " + keys.keyCount());
    }
  }
}
