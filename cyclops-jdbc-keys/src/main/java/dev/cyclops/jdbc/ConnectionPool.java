/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.commons.dbcp2.ConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.PooledObjectState;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most one connection, kept from load to load, and tried before it is used again. Made of DBCP's
 * parts: its {@code BasicDataSource} opens a connection more than it needs, holds a lock meanwhile,
 * and knows no way to hang up. Thread-safe.
 */
final class ConnectionPool {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  /** So that a change of address or certificate is noticed, and a leak of the driver ends. */
  private static final Duration MAX_AGE = Duration.ofMinutes(30);

  private final Target target;
  private final Driver driver;
  private final GenericObjectPool<PoolableConnection> pool;

  /** The connection made last: there is no other. */
  private volatile @Nullable Connection open;

  private volatile @Nullable PoolableConnection spoiled;
  private volatile BooleanSupplier abandoned = () -> false;

  ConnectionPool(Target target, Driver driver) {
    this.target = target;
    this.driver = driver;
    PoolableConnectionFactory factory = new Trial(this::connect);
    // Leaves time for another connection where a firewall has forgotten this one.
    factory.setValidationQueryTimeout(
        Duration.ofSeconds(Math.max(1, target.timeout().toSeconds() / 3)));
    factory.setMaxConn(MAX_AGE);
    if (target.dialect().switchesToReadOnly()) {
      factory.setDefaultReadOnly(true);
    }
    GenericObjectPoolConfig<PoolableConnection> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(1);
    config.setMaxIdle(1);
    config.setMaxWait(target.timeout());
    config.setTestOnBorrow(true);
    config.setTestOnReturn(true);
    config.setJmxEnabled(false);
    pool = new GenericObjectPool<>(factory, config);
    pool.setSwallowedExceptionListener(
        failure -> LOG.debug("closing a connection: {}", failure.getClass().getName()));
    factory.setPool(pool);
  }

  /** Decides which connections may be used again. */
  private final class Trial extends PoolableConnectionFactory {
    Trial(ConnectionFactory connections) {
      super(connections, null);
    }

    @Override
    public boolean validateObject(PooledObject<PoolableConnection> pooled) {
      if (pooled.getState() == PooledObjectState.RETURNING) {
        return pooled.getObject() != spoiled;
      }
      // A new one that does not work shall fail with its own exception at what it is for.
      return pooled.getBorrowedCount() <= 1 || super.validateObject(pooled);
    }
  }

  private Connection connect() throws SQLException {
    if (pool.isClosed() || abandoned.getAsBoolean()) {
      throw new SQLException("nobody waits for this connection any more");
    }
    Path file = target.file();
    if (file != null && !Files.isRegularFile(file)) {
      throw new SQLException(
          Files.exists(file) ? "that is no file" : "there is no such file",
          DatabaseError.NO_FILE_STATE);
    }
    Path caFile = target.caFile();
    if (caFile == null) {
      return connect(target.properties());
    }
    Collection<? extends Certificate> certificates = Certificates.read(caFile);
    if (!(target.dialect() instanceof MySqlDialect)) {
      return connect(target.properties());
    }
    try (TrustStoreFile store = TrustStoreFile.write(certificates)) {
      Properties properties = new Properties();
      properties.putAll(target.properties());
      store.tell(properties);
      return connect(properties);
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), "08001", e);
    }
  }

  private Connection connect(Properties properties) throws SQLException {
    Properties copy = new Properties();
    copy.putAll(properties);
    Connection connection = driver.connect(target.url(), copy);
    if (connection == null) {
      throw new SQLException("the driver does not answer to this URL", "08001");
    }
    open = connection;
    return connection;
  }

  /**
   * The connection, tried and read-only. Blocks until the driver gives up.
   *
   * @param abandoned whether nobody waits for it any more, so that no other one is to be made
   */
  PoolableConnection borrow(BooleanSupplier abandoned) throws Exception {
    this.abandoned = abandoned;
    return pool.borrowObject();
  }

  /** Keeps it for the next load, where that saves anything. */
  void giveBack(PoolableConnection connection) throws SQLException {
    if (target.dialect().keepsConnection()) {
      connection.close();
    } else {
      discard(connection);
    }
  }

  /**
   * Throws it away. Hangs up first: some drivers read all rows that are still to come before they
   * close.
   */
  void discard(PoolableConnection connection) {
    try {
      hangUp(Runnable::run);
      // To invalidate it would make the pool open another one at once.
      spoiled = connection;
      pool.returnObject(connection);
    } catch (Exception e) {
      LOG.debug("closing a connection: {}", e.getClass().getName());
    }
  }

  /** Ends what the connection is doing, from any thread, without waiting for anything. */
  void hangUp() {
    hangUp(command -> daemon("cyclops-keys-abort", command).start());
  }

  private void hangUp(Executor executor) {
    Connection connection = open;
    if (connection == null) {
      return;
    }
    try {
      connection.abort(executor);
    } catch (SQLException | RuntimeException | AbstractMethodError e) {
      LOG.debug("aborting a connection: {}", e.getClass().getName());
    }
  }

  /** Lets go of the connection; closing it may need the server, so somebody else does. */
  void close() {
    daemon("cyclops-keys-close", pool::close).start();
  }

  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
