/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static dev.cyclops.jdbc.ServerFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.SentryTable;
import dev.cyclops.testkit.PemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Encryption and certificates with a server that is {@code localhost}, but not 127.0.0.1. */
@ParameterizedClass
@MethodSource("dev.cyclops.jdbc.Backend#selected")
@Timeout(300)
class ServerTlsIT {
  @TempDir private static Path folder;
  private static DatabaseServer server;
  private static DatabaseTls trusting;

  @Parameter private Backend backend;
  private final List<JdbcKeySource> sources = new ArrayList<>();

  @BeforeParameterizedClassInvocation
  static void start(Backend backend) throws IOException {
    PemIdentity identity = Backend.identity("localhost");
    server = backend.createTls(identity);
    SentryTable table = SentryTable.in(server);
    table.create();
    table.grant();
    trusting = DatabaseTls.verify(caFile("ca.pem", identity));
  }

  private static Path caFile(String name, PemIdentity identity) throws IOException {
    return Files.writeString(folder.resolve(name), identity.certificatePem());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  @AfterEach
  void close() {
    sources.forEach(JdbcKeySource::close);
    sources.clear();
  }

  /** Whose only key is the protocol of its connection; "none" without encryption. */
  private JdbcKeySource source(DatabaseServer to, String host, DatabaseTls tls) {
    String query =
        switch (backend) {
          case POSTGRES ->
              "SELECT 1, coalesce(replace(version, '.', '_'), 'none') FROM pg_stat_ssl"
                  + " WHERE pid = pg_backend_pid()";
          case MARIADB ->
              "SELECT 1, if(variable_value = '', 'none', replace(variable_value, '.', '_'))"
                  + " FROM information_schema.session_status WHERE variable_name = 'Ssl_version'";
          case MYSQL8 ->
              "SELECT 1, if(variable_value = '', 'none', replace(variable_value, '.', '_'))"
                  + " FROM performance_schema.session_status WHERE variable_name = 'Ssl_version'";
        };
    JdbcKeySource source = backend.source(to).host(host).tls(tls).query(query).build();
    sources.add(source);
    return source;
  }

  private String protocol(String host, DatabaseTls tls) throws Exception {
    return ServerFixture.load(source(server, host, tls)).get(0);
  }

  private static DatabaseTls mode(DatabaseTls.Mode mode) {
    return DatabaseTls.of(mode);
  }

  @Test
  void off_isPlain() throws Exception {
    // MySQL 8 takes no password over a plain connection unless it knows it already.
    protocol("127.0.0.1", mode(DatabaseTls.Mode.PREFER));
    assertThat(protocol("127.0.0.1", mode(DatabaseTls.Mode.OFF))).isEqualTo("none");
  }

  @Test
  void prefer_encryptsWhereTheServerCan() throws Exception {
    assertThat(protocol("127.0.0.1", mode(DatabaseTls.Mode.PREFER))).startsWith("TLSv1_");
  }

  @Test
  void required_encryptsWithAnyCertificate() throws Exception {
    assertThat(protocol("127.0.0.1", mode(DatabaseTls.Mode.REQUIRED))).startsWith("TLSv1_");
  }

  @Test
  void verify_takesACertificateOfTheCaForTheHost() throws Exception {
    assertThat(protocol("localhost", trusting)).startsWith("TLSv1_");
  }

  @Test
  void verify_refusesAnotherHost() {
    assertThat(problem(source(server, "127.0.0.1", trusting)))
        .contains("certificate is not made out to this host");
  }

  @Test
  void verify_refusesAnotherCa() throws Exception {
    Path other = caFile("other.pem", Backend.identity("elsewhere.example"));
    assertThat(problem(source(server, "localhost", DatabaseTls.verify(other))))
        .contains("certificate is not trusted", other.toString());
  }

  @Test
  void verify_refusesACertificateThatTheJvmDoesNotTrust() {
    assertThat(problem(source(server, "localhost", mode(DatabaseTls.Mode.VERIFY))))
        .contains("certificate is not trusted", "the JVM trusts");
  }

  @Test
  void serverWithoutTls_isNotReadWhereTlsIsAskedFor() throws Exception {
    try (DatabaseServer plain = backend.create()) {
      SentryTable table = SentryTable.in(plain);
      table.create();
      table.grant();
      JdbcKeySource preferring = source(plain, "127.0.0.1", mode(DatabaseTls.Mode.PREFER));
      if (backend == Backend.MYSQL8) {
        assertThat(problem(preferring)).contains("use TLS", "allowPublicKeyRetrieval=true");
      } else {
        assertThat(ServerFixture.load(preferring).get(0)).isEqualTo("none");
      }
      assertThat(problem(source(plain, "127.0.0.1", mode(DatabaseTls.Mode.REQUIRED))))
          .contains("offers no TLS");
      assertThat(problem(source(plain, "localhost", trusting))).contains("offers no TLS");
    }
  }
}
