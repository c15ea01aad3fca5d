/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.jdbc.ReadingException.Kind;
import dev.cyclops.jdbc.ReadingException.Stage;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.NoSuchElementException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTextTest {
  private static final String PASSWORD = "hush";

  private static String text(Database database, Stage stage, Throwable failure) {
    Target target =
        JdbcKeySource.builder(database)
            .name("sentry")
            .user("me")
            .password(PASSWORD)
            .timeout(Duration.ofSeconds(7))
            .target();
    return new FailureText(target, KeyQuery.sentry())
        .of(new ReadingException(stage, Kind.FAILED, failure));
  }

  private static String text(Throwable failure) {
    return text(Database.POSTGRES, Stage.CONNECTING, failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MYSQL    | 1045 | 28000 | the server refuses user 'me': wrong name or password
          MYSQL    | 1044 | 42000 | user 'me' may not use that database, or there is none (it says so)
          POSTGRES | 0    | 28P01 | the server refuses user 'me': wrong name or password
          POSTGRES | 0    | 28000 | the server refuses user 'me'
          MYSQL    | 1049 | 42000 | there is no such database (it says so)
          POSTGRES | 0    | 3D000 | there is no such database (it says so)
          MYSQL    | 1146 | 42S02 | there is no table sentry_projectkey: this is not Sentry's
          POSTGRES | 0    | 42P01 | there is no table sentry_projectkey: this is not Sentry's
          MYSQL    | 1054 | 42S22 | there is no such column (it says so)
          POSTGRES | 0    | 42703 | there is no such column (it says so)
          MYSQL    | 1142 | 42000 | user 'me' may not read the keys; needed is GRANT SELECT (
          MYSQL    | 1143 | 42000 | user 'me' may not read the keys; needed is GRANT SELECT (
          POSTGRES | 0    | 42501 | user 'me' may not read the keys; needed is GRANT SELECT (
          POSTGRES | 0    | 57P03 | the server is starting up or shutting down (it says so)
          MYSQL    | 1053 | 08S01 | the server is starting up or shutting down (it says so)
          MYSQL    | 1040 | 08004 | the server has too many connections (it says so)
          POSTGRES | 0    | 53300 | the server has too many connections (it says so)
          POSTGRES | 0    | 08006 | no connection (it says so)
          POSTGRES | 0    | 22P02 | the query fails at a value that cannot be converted
          POSTGRES | 0    | XX000 | it says so
          SQLITE   | 5    |       | the file is locked by another program (it says so)
          SQLITE   | 26   |       | the file is no SQLite database, or a damaged one (it says so)
          SQLITE   | 14   |       | the file cannot be opened (it says so)
          """)
  void of_saysWhatTheCodeMeans(Database database, int code, String state, String expected) {
    SQLException failure = new SQLException("it says so\nand more", state, code);

    assertThat(text(database, Stage.CONNECTING, failure)).startsWith(expected);
    assertThat(text(database, Stage.CONNECTING, new NoSuchElementException("pool", failure)))
        .startsWith(expected);
  }

  @Test
  void of_findsTheCauseInTheNetwork() {
    assertThat(text(new SQLException("x", "08001", new ConnectException("Connection refused"))))
        .isEqualTo("nothing listens there (connection refused)");
    assertThat(text(new SQLException("x", "08001", new UnknownHostException("nowhere"))))
        .isEqualTo("there is no host of that name");
    assertThat(text(new SQLException("x", "08001", new ConnectException("Connection timed out"))))
        .isEqualTo("no answer within 7 s while connecting");
    assertThat(
            text(
                Database.MYSQL,
                Stage.READING,
                new SQLException("x", "08S01", new SocketTimeoutException("Read timed out"))))
        .isEqualTo("no answer within 7 s while reading the rows");
    assertThat(
            text(
                Database.MYSQL,
                Stage.ASKING,
                new SQLException("Link failure\n\nThe last", "08S01", new EOFException("end"))))
        .isEqualTo(
            "the connection was lost while waiting for the answer to the query (Link failure)");
  }

  @Test
  void of_seesThatAConnectionWasLostBetweenRows() {
    String said =
        "Error retrieving record: Unexpected Exception: java.io.EOFException message given";

    assertThat(text(Database.MYSQL, Stage.READING, new SQLException(said, "S1000")))
        .isEqualTo("the connection was lost while reading the rows");
    assertThat(
            text(
                Database.MYSQL,
                Stage.READING,
                new SQLException("x", "S1000", new java.net.SocketException("reset"))))
        .isEqualTo("the connection was lost while reading the rows");
  }

  @Test
  void of_findsTheCauseInTls() {
    SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");

    assertThat(text(new SQLException("SSL error", "08006", untrusted)))
        .isEqualTo(
            "the server's certificate is not trusted:"
                + " it is not signed by a CA that the JVM trusts");
    SSLHandshakeException anotherKey = new SSLHandshakeException("Signature does not match.");
    anotherKey.initCause(new SignatureException("Signature does not match."));
    assertThat(text(new SQLException("x", "08S01", anotherKey)))
        .startsWith("the server's certificate is not trusted:");
    assertThat(
            text(
                new SQLException(
                    "x",
                    "08S01",
                    new CertificateException("Server identity verification failed. None of"))))
        .isEqualTo("the server's certificate is not made out to this host");
    assertThat(text(new SQLException("The server does not support SSL.", "08004")))
        .isEqualTo("the server offers no TLS, but TLS is required");
    assertThat(text(new SQLException("x", "08S01", new SSLHandshakeException("handshake_failure"))))
        .isEqualTo("TLS failed: handshake_failure");
  }

  @Test
  void of_namesTheWayOutOfKeyRetrieval() {
    SQLException failure = new SQLException("Public Key Retrieval is not allowed", "08001");

    assertThat(text(Database.MYSQL, Stage.CONNECTING, failure))
        .contains("use TLS", "allowPublicKeyRetrieval=true");
  }

  @Test
  void of_showsNoPassword() {
    for (Database database : Database.values()) {
      for (Stage stage : Stage.values()) {
        for (String state : new String[] {"28000", "08001", "42000", "XX000", "57P01", "3D000"}) {
          Throwable failure =
              new SQLException(
                  "login of me with hush to //me:hush@db?password=hush failed",
                  state,
                  new ConnectException("by hush"));
          assertThat(text(database, stage, failure)).doesNotContain(PASSWORD).isNotBlank();
        }
      }
    }
  }

  @Test
  void of_saysSomethingWhereNothingIsSaid() {
    assertThat(text(new SQLException())).isEqualTo("SQLException");
    assertThat(text(new OutOfMemoryError("heap"))).isEqualTo("heap (OutOfMemoryError)");
  }
}
