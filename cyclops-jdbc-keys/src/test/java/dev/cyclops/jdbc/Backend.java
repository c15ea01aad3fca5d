/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.MariaDbServer;
import dev.cyclops.servers.MySqlServer;
import dev.cyclops.servers.PostgresServer;
import dev.cyclops.servers.SentryTable;
import dev.cyclops.testkit.PemIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The servers of the integration tests, one of a kind for all of them: it is started when the first
 * test wants it, and ends with the JVM.
 */
enum Backend {
  POSTGRES(Database.POSTGRES),
  MARIADB(Database.MYSQL),
  MYSQL8(Database.MYSQL);

  private final Database database;
  private DatabaseServer server;

  Backend(Database database) {
    this.database = database;
  }

  /** Those of this run. */
  static Stream<Backend> selected() {
    return Arrays.stream(System.getProperty("backends", "POSTGRES,MARIADB").split(",", -1))
        .map(Backend::valueOf);
  }

  boolean isPostgres() {
    return this == POSTGRES;
  }

  synchronized DatabaseServer server() {
    if (server == null) {
      server = createUsual();
    }
    return server;
  }

  /** One more server as it is unless told otherwise; to be closed. */
  DatabaseServer createUsual() {
    // MySQL 8 speaks TLS unless told otherwise, and takes no new password without.
    return this == MYSQL8 ? createTls(identity("localhost")) : create();
  }

  /** One more server, without TLS; to be closed. */
  DatabaseServer create() {
    return switch (this) {
      case POSTGRES -> PostgresServer.create();
      case MARIADB -> MariaDbServer.create();
      case MYSQL8 -> MySqlServer.create();
    };
  }

  /** One more server, which speaks TLS; to be closed. */
  DatabaseServer createTls(PemIdentity identity) {
    String certificate = identity.certificatePem();
    String key = identity.keyPem();
    return switch (this) {
      case POSTGRES -> PostgresServer.createTls(certificate, key);
      case MARIADB -> MariaDbServer.createTls(certificate, key);
      case MYSQL8 -> MySqlServer.createTls(certificate, key);
    };
  }

  /** A certificate that it signs itself, made out to this name. */
  static PemIdentity identity(String host) {
    try {
      Path folder = Files.createTempDirectory("cyclops-identity");
      try {
        return PemIdentity.generate(folder, host, "dns:" + host, PemIdentity.RSA);
      } finally {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SentryTable table() {
    return SentryTable.in(server());
  }

  /** With the user of the least rights; waits for a server on a busy machine. */
  JdbcKeySourceBuilder source() {
    return source(server());
  }

  /** One that waits for a second only; what it loads may have to be loaded once more. */
  JdbcKeySourceBuilder hastySource() {
    return source().timeout(Duration.ofSeconds(1));
  }

  JdbcKeySourceBuilder source(DatabaseServer of) {
    return JdbcKeySource.builder(database)
        .host(DatabaseServer.HOST)
        .port(of.port())
        .user(DatabaseServer.USER)
        .password(DatabaseServer.PASSWORD)
        .timeout(Duration.ofSeconds(50));
  }
}
