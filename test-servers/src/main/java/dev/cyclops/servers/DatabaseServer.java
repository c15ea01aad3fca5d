/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A real database server of a test's own, on a free port of the loopback interface, with an empty
 * database {@value #DATABASE} and a user who may log in and nothing else. Its processes and its
 * folder are gone after {@link #close()}, and also when the JVM ends without it, however that ends.
 * Not thread-safe, except that {@link #connect()} and {@link #execute} may be called from anywhere.
 */
public abstract sealed class DatabaseServer implements AutoCloseable
    permits PostgresServer, MySqlFamilyServer {
  /** Where it listens; its certificate may name {@code localhost} as well. */
  public static final String HOST = "127.0.0.1";

  /** The name of the database. */
  public static final String DATABASE = "sentry";

  /** The user without rights, until {@link SentryTable#grant()} gives some. */
  public static final String USER = "cyclops";

  /** The user's password until {@link #setPassword} changes it. */
  public static final String PASSWORD = "one-eyed";

  static final String ADMIN = "admin";
  static final String ADMIN_PASSWORD = "all-seeing";

  private final ServerLife life = new ServerLife(this::command, this::takesConnections);
  private final boolean tls;

  DatabaseServer(boolean tls) {
    this.tls = tls;
  }

  /** Makes the first data, and starts it; what it has made is gone when that fails. */
  final void create(@Nullable String certificatePem, @Nullable String keyPem) {
    try {
      if (certificatePem != null && keyPem != null) {
        Folders.write(certificate(), certificatePem);
        Folders.write(key(), keyPem);
      }
      initialize();
      life.startOnFreePort(Ports::free);
      setUp();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Makes the files of an empty server in {@link #data()}. */
  abstract void initialize();

  /** The program and its options. */
  abstract List<String> command();

  /** Makes database and user, as the administrator of a server that runs. */
  abstract void setUp();

  /** For the administrator; to the server's own database until ours is there. */
  abstract String adminUrl();

  final Path data() {
    return life.folder().resolve("data");
  }

  /** For the files that it makes for itself; no other server's. */
  final Path temporary() {
    return life.temporary();
  }

  final Path log() {
    return life.log();
  }

  final Path certificate() {
    return life.folder().resolve("certificate.pem");
  }

  final Path key() {
    return life.folder().resolve("key.pem");
  }

  final boolean speaksTls() {
    return tls;
  }

  /**
   * Starts it again after {@link #kill()}: on the same port, with the same data. Returns when it
   * takes connections.
   *
   * @throws IllegalStateException when it runs, or ends at once; with the end of its log
   */
  public final void start() {
    life.start();
  }

  private boolean takesConnections() {
    try (Connection connection = connect()) {
      return connection.isValid(60);
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Stops all of its processes where they are ({@code SIGSTOP}): the kernel still takes
   * connections, and nobody answers.
   */
  public final void freeze() {
    life.freeze();
  }

  /** Lets it go on after {@link #freeze()}. */
  public final void thaw() {
    life.thaw();
  }

  /**
   * Kills all of its processes as {@code kill -9} does, frozen or not, and waits until they are
   * gone: from then on connections are refused.
   */
  public final void kill() {
    life.kill();
  }

  /**
   * Where it listens.
   *
   * @return the same port in all its lives
   */
  public final int port() {
    return life.port();
  }

  /**
   * Connects as the administrator.
   *
   * @return to {@value #DATABASE}, committing by itself; to be closed
   * @throws SQLException when it cannot, within a minute
   */
  public final Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", ADMIN);
    properties.setProperty("password", ADMIN_PASSWORD);
    return DriverManager.getConnection(adminUrl(), properties);
  }

  /**
   * Executes statements as the administrator, one after the other over one connection.
   *
   * @param statements of its own dialect
   */
  public final void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Asks for a number as the administrator.
   *
   * @param query for one row of one column
   * @return the number
   */
  public final long number(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Gives {@link #USER} another password.
   *
   * @param password without quotes
   */
  public abstract void setPassword(String password);

  /** Ends all connections of {@link #USER} from the server's side. */
  public abstract void disconnectUser();

  /**
   * How many connections {@link #USER} has. One that {@link #disconnectUser} has ended counts no
   * more.
   *
   * @return at least 0
   */
  public abstract long userConnections();

  /** Kills it, and removes its data. */
  @Override
  public final void close() {
    life.close();
  }
}
