/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.jdbc.Certificates.CaFileException;
import dev.cyclops.jdbc.Columns.WrongColumnsException;
import dev.cyclops.jdbc.ReadingException.Kind;
import dev.cyclops.jdbc.ReadingException.Stage;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line why the keys could not be loaded, and what to do where that is known. Drivers
 * wrap the same cause in many ways, so everything behind a failure is looked at.
 */
final class FailureText {
  private final Target target;
  private final KeyQuery query;

  FailureText(Target target, KeyQuery query) {
    this.target = target;
    this.query = query;
  }

  String of(ReadingException failure) {
    Stage stage = failure.stage();
    if (failure.kind() == Kind.SILENT) {
      return silence(stage);
    }
    if (failure.kind() == Kind.TOO_LONG) {
      return "it took longer than "
          + duration(target.wholeTimeout())
          + " and was still "
          + stage.text();
    }
    List<Throwable> causes = Causes.of(failure.getCause());
    String known = ours(causes);
    known = known == null ? ofNetwork(causes, stage) : known;
    known = known == null ? ofTls(causes) : known;
    known = known == null ? ofDatabase(causes, stage) : known;
    known = known == null && isLost(causes) ? lost(stage) : known;
    return known == null ? line(causes) : known;
  }

  /** Connector/J tells it in words only when it happens between two rows. */
  private static boolean isLost(List<Throwable> causes) {
    return has(causes, EOFException.class)
        || has(causes, SocketException.class)
        || allMessages(causes).contains("java.io.EOFException");
  }

  private String silence(Stage stage) {
    return "no answer within " + duration(target.timeout()) + " while " + stage.text();
  }

  private static String duration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  private static @Nullable String ours(List<Throwable> causes) {
    for (Throwable cause : causes) {
      if (cause instanceof CaFileException || cause instanceof WrongColumnsException) {
        return cause.getMessage();
      }
    }
    return null;
  }

  private @Nullable String ofNetwork(List<Throwable> causes, Stage stage) {
    if (has(causes, SocketTimeoutException.class)
        || has(causes, SQLTimeoutException.class)
        // PostgreSQL's driver, whose login is several attempts.
        || allMessages(causes).contains("Connection attempt timed out")) {
      return silence(stage);
    }
    if (has(causes, UnknownHostException.class)) {
      return "there is no host of that name";
    }
    if (has(causes, NoRouteToHostException.class)) {
      return "there is no way to that host";
    }
    ConnectException refused = Causes.first(causes, ConnectException.class);
    if (refused == null || refused.getMessage() == null) {
      return null;
    }
    if (refused.getMessage().contains("timed out")) {
      return silence(stage);
    }
    return refused.getMessage().contains("refused")
        ? "nothing listens there (connection refused)"
        : "no connection (" + target.redaction().line(refused.getMessage()) + ")";
  }

  private @Nullable String ofTls(List<Throwable> causes) {
    String all = allMessages(causes);
    if (all.contains("does not support SSL") || all.contains("SSL Connection required, but not")) {
      return "the server offers no TLS, but TLS is required";
    }
    if (all.contains("identity verification failed")
        || all.contains("could not be verified by hostnameverifier")
        || all.contains("No subject alternative")
        || all.contains("No name matching")) {
      return "the server's certificate is not made out to this host";
    }
    // A CA of the same name with another key, such as one that was made anew, fails at its
    // signature.
    if (all.contains("PKIX path")
        || all.contains("trust anchor")
        || has(causes, SignatureException.class)) {
      return "the server's certificate is not trusted: it is not signed by a CA "
          + (target.caFile() == null ? "that the JVM trusts" : "of " + target.caFile());
    }
    if (has(causes, SSLException.class) || has(causes, CertificateException.class)) {
      Throwable last = causes.get(causes.size() - 1);
      return "TLS failed: " + target.redaction().line(last.getMessage());
    }
    return null;
  }

  private @Nullable String ofDatabase(List<Throwable> causes, Stage stage) {
    for (Throwable cause : causes) {
      if (cause instanceof SQLException failure) {
        DatabaseError error = DatabaseError.of(failure, target.dialect());
        if (error != null) {
          return text(error, target.redaction().line(failure.getMessage()), stage);
        }
      }
    }
    return null;
  }

  private String text(DatabaseError error, String line, Stage stage) {
    String who = target.user() == null ? "the user" : "user '" + target.user() + "'";
    String said = " (" + line + ")";
    return switch (error) {
      case LOGIN ->
          "the server refuses " + who + ": wrong name or password, or not from here" + said;
      case KEY_RETRIEVAL ->
          "the server wants the password encrypted: use TLS, or a URL with"
              + " allowPublicKeyRetrieval=true where the network is trusted"
              + said;
      case NO_DATABASE -> "there is no such database" + said;
      case NOT_THIS_DATABASE -> who + " may not use that database, or there is none" + said;
      case NO_TABLE ->
          query.isOwn()
              ? "the query names a table that does not exist" + said
              : "there is no table sentry_projectkey: this is not Sentry's database" + said;
      case NO_COLUMN -> "there is no such column" + said;
      case NO_RIGHT ->
          query.isOwn()
              ? who + " may not read what the query names" + said
              : who + " may not read the keys; needed is " + grant() + said;
      case CLOSED_TO_ALL -> "the server is starting up or shutting down" + said;
      case TOO_MANY -> "the server has too many connections" + said;
      // What the driver says here may quote the value, which may be a key.
      case BAD_VALUE -> "the query fails at a value that cannot be converted";
      case LOST -> stage == Stage.CONNECTING ? "no connection" + said : lost(stage) + said;
      case LOCKED -> "the file is locked by another program" + said;
      case NOT_A_DATABASE -> "the file is no SQLite database, or a damaged one" + said;
      case CANNOT_OPEN -> "the file cannot be opened" + said;
      case NO_FILE -> line;
    };
  }

  private static String lost(Stage stage) {
    return "the connection was lost while " + stage.text();
  }

  private String grant() {
    return "GRANT SELECT (project_id, public_key, secret_key, status) ON sentry_projectkey TO "
        + (target.user() == null ? "that user" : target.user());
  }

  private String line(List<Throwable> causes) {
    for (Throwable cause : causes) {
      String line = target.redaction().line(cause.getMessage());
      // Of the pool's own exceptions the cause says more.
      if (!line.isEmpty() && cause instanceof SQLException) {
        return line;
      }
    }
    String first = causes.isEmpty() ? "" : target.redaction().line(causes.get(0).getMessage());
    String type = causes.isEmpty() ? "unknown" : causes.get(0).getClass().getSimpleName();
    return first.isEmpty() ? type : first + " (" + type + ")";
  }

  private static String allMessages(List<Throwable> causes) {
    StringBuilder all = new StringBuilder();
    causes.forEach(cause -> all.append(cause.getMessage()).append('\n'));
    return all.toString();
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return Causes.first(causes, type) != null;
  }
}
