/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.jdbc.DatabaseTls.Mode;
import dev.cyclops.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcKeySourceBuilderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "MYSQL, localhost, 0, sentry, jdbc:mysql://localhost:3306/sentry",
    "POSTGRES, db.example.org, 0, sentry, jdbc:postgresql://db.example.org:5432/sentry",
    "POSTGRES, 10.0.0.1, 5433, a b+c/d?e&f, "
        + "jdbc:postgresql://10.0.0.1:5433/a%20b%2Bc%2Fd%3Fe%26f",
    "MYSQL, ::1, 3307, sentry, jdbc:mysql://[::1]:3307/sentry",
    "MYSQL, [fe80::1%eth0], 3307, sentry, jdbc:mysql://[fe80::1%eth0]:3307/sentry",
  })
  void url_isMadeOfTheParts(Database database, String host, int port, String name, String url) {
    JdbcKeySourceBuilder builder = JdbcKeySource.builder(database).host(host).name(name);
    if (port != 0) {
      builder.port(port);
    }
    assertThat(builder.target().url()).isEqualTo(url);
  }

  @Test
  void login_isNoPartOfTheUrl() {
    Target target =
        JdbcKeySource.builder(Database.MYSQL).user("m:e@&").password("h?u&s=h").target();

    assertThat(target.url()).isEqualTo("jdbc:mysql://localhost:3306/sentry");
    assertThat(target.properties())
        .containsEntry("user", "m:e@&")
        .containsEntry("password", "h?u&s=h");
  }

  @Test
  void timeout_isTheDriversToo() {
    Duration timeout = Duration.ofMillis(2500);

    assertThat(JdbcKeySource.builder(Database.MYSQL).timeout(timeout).target().properties())
        .containsEntry("connectTimeout", "2500")
        .containsEntry("socketTimeout", "2500");
    assertThat(JdbcKeySource.builder(Database.POSTGRES).timeout(timeout).target().properties())
        .containsEntry("connectTimeout", "3")
        .containsEntry("socketTimeout", "3");
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, DISABLED, disable",
    "PREFER, PREFERRED, prefer",
    "REQUIRED, REQUIRED, require",
    "VERIFY, VERIFY_IDENTITY, verify-full",
  })
  void tls_isSpelledAsTheDriverWantsIt(Mode mode, String mysql, String postgres) {
    assertThat(
            JdbcKeySource.builder(Database.MYSQL).tls(DatabaseTls.of(mode)).target().properties())
        .containsEntry("sslMode", mysql);
    assertThat(
            JdbcKeySource.builder(Database.POSTGRES)
                .tls(DatabaseTls.of(mode))
                .target()
                .properties())
        .containsEntry("sslmode", postgres);
  }

  @Test
  void tls_isPreferredUnlessSet_butAUrlKeepsItsDriversWay() {
    assertThat(JdbcKeySource.builder(Database.MYSQL).target().properties())
        .containsEntry("sslMode", "PREFERRED");
    assertThat(JdbcKeySource.builder("jdbc:mysql://db/x").target().properties())
        .doesNotContainKey("sslMode");
    assertThat(
            JdbcKeySource.builder("jdbc:mysql://db/x")
                .tls(DatabaseTls.of(Mode.REQUIRED))
                .target()
                .properties())
        .containsEntry("sslMode", "REQUIRED");
  }

  @Test
  void url_winsOverWhatIsSetHere() {
    Target target =
        JdbcKeySource.builder("jdbc:postgresql://db/x?sslmode=disable&socketTimeout=99")
            .tls(DatabaseTls.of(Mode.REQUIRED))
            .user("me")
            .password("hush")
            .target();

    assertThat(target.url()).isEqualTo("jdbc:postgresql://db/x?sslmode=disable&socketTimeout=99");
    assertThat(target.properties())
        .doesNotContainKeys("sslmode", "socketTimeout")
        .containsEntry("connectTimeout", "10")
        .containsEntry("user", "me")
        .containsEntry("password", "hush");
  }

  @Test
  void caFile_isTheOnlyOneTrusted() throws Exception {
    Path ca = folder.resolve("ca.pem");
    try (TestCertificates certificates = TestCertificates.create()) {
      Files.writeString(ca, certificates.localhostPem().certificatePem());
    }
    assertThat(Certificates.read(ca)).isNotEmpty();

    Target mysql = JdbcKeySource.builder(Database.MYSQL).tls(DatabaseTls.verify(ca)).target();
    assertThat(mysql.properties()).containsEntry("fallbackToSystemTrustStore", "false");
    assertThat(mysql.caFile()).isEqualTo(ca);
    Target postgres = JdbcKeySource.builder(Database.POSTGRES).tls(DatabaseTls.verify(ca)).target();
    assertThat(postgres.properties())
        .containsEntry("sslrootcert", ca.toString())
        .doesNotContainKey("sslfactory");
    Target trusting =
        JdbcKeySource.builder(Database.POSTGRES).tls(DatabaseTls.of(Mode.VERIFY)).target();
    assertThat(trusting.properties())
        .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
  }

  @Test
  void caFile_hasToHoldCertificates() throws Exception {
    Path missing = folder.resolve("missing.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");

    for (Path file : new Path[] {missing, empty, text}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> JdbcKeySource.builder(Database.MYSQL).tls(DatabaseTls.verify(file)).build())
          .withMessageContaining(file.toString())
          .withMessageContaining(file == missing ? "there is no CA file" : "holds no certificate");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatabaseTls(Mode.REQUIRED, text))
        .withMessageContaining("VERIFY");
  }

  @Test
  void sqlite_hasNoTls() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JdbcKeySource.builder(Database.SQLITE)
                    .name("x")
                    .tls(DatabaseTls.of(Mode.VERIFY))
                    .build())
        .withMessage("SQLite is a file, there is no connection for TLS mode VERIFY");
    assertThat(
            JdbcKeySource.builder(Database.SQLITE)
                .name("x")
                .tls(DatabaseTls.of(Mode.PREFER))
                .build())
        .hasToString("SQLite in x");
  }

  @Test
  void sqlite_needsAFile() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JdbcKeySource.builder(Database.SQLITE).build())
        .withMessage("SQLite needs the name of a file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "db:3306", "/run/mysqld.sock", "a/b", "me@db", "a?b", "ü"})
  void host_hasToBeOne(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JdbcKeySource.builder(Database.MYSQL).host(host))
        .withMessageContaining("'" + host + "'");
  }

  @Test
  void values_thatCannotBeAreRefused() {
    JdbcKeySourceBuilder builder = JdbcKeySource.builder(Database.MYSQL);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.port(0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.port(65536));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.name(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.name("a\0"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.query("  "));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ofHours(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JdbcKeySource.builder("jdbc:mysql://db/x").host("other").build())
        .withMessage("host, port and name are part of the URL");
  }

  @Test
  void build_saysWhichJarIsMissing() {
    assertThatThrownBy(() -> JdbcKeySource.builder("jdbc:mariadb://me:hush@db/x").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "no driver for jdbc:mariadb: put a JDBC driver that answers to jdbc:mariadb:"
                + " on the class path");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JdbcKeySource.builder("jdbc:mariadb://db/x")
                    .tls(DatabaseTls.of(Mode.REQUIRED))
                    .build())
        .withMessageContaining("jdbc:mariadb");
  }

  @Test
  void toString_showsNoLogin() {
    JdbcKeySourceBuilder builder =
        JdbcKeySource.builder(Database.POSTGRES).host("db").user("me").password("hush");

    assertThat(builder).hasToString("JdbcKeySourceBuilder");
    assertThat(builder.build()).hasToString("PostgreSQL at db:5432/sentry");
    assertThat(builder.build().describe()).isEqualTo("PostgreSQL at db:5432/sentry as 'me'");
    assertThat(builder.target()).hasToString("PostgreSQL at db:5432/sentry");
  }
}
