/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.jdbc.ReadingException.Kind;
import dev.cyclops.jdbc.ReadingException.Stage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.apache.commons.dbcp2.PoolableConnection;
import org.jspecify.annotations.Nullable;

/**
 * One load. The driver works in a thread of its own, so that whoever waits for the keys can stop
 * waiting at any moment, whatever the driver is stuck in; the rows come over in batches through a
 * short queue.
 */
final class KeyReading {
  /** What comes through the queue: keys, then one of the others. */
  private sealed interface Step {}

  private record Keys(List<ProjectKey> keys) implements Step {}

  private record Done(Outcome outcome) implements Step {}

  private record Failed(Throwable failure) implements Step {}

  private record Abandoned() implements Step {}

  /**
   * What a whole load was like.
   *
   * @param withoutStatus whether the table has no column for the status
   */
  record Outcome(SkippedRows skipped, boolean withoutStatus) {}

  private static final int BATCH = 512;
  private static final int BATCHES = 4;
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final ConnectionPool pool;
  private final Dialect dialect;
  private final KeyQuery query;
  private final Thread thread;
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(BATCHES);
  private volatile Stage stage = Stage.CONNECTING;
  private volatile long heardNanos = System.nanoTime();
  private volatile boolean abandoned;

  /** The driver is done, and its connection in the pool again: nothing is to be ended any more. */
  private volatile boolean over;

  private volatile @Nullable Statement statement;
  private List<ProjectKey> batch = new ArrayList<>(BATCH);

  KeyReading(ConnectionPool pool, Dialect dialect, KeyQuery query) {
    this.pool = pool;
    this.dialect = dialect;
    this.query = query;
    thread = ConnectionPool.daemon("cyclops-keys-jdbc", this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether the driver has come back within this time. */
  boolean isOver(long waitMillis) throws InterruptedException {
    thread.join(waitMillis);
    return !thread.isAlive();
  }

  /**
   * Hands over the keys as they come, in the calling thread.
   *
   * @param silenceNanos how long nothing may be heard
   * @param wholeNanos how long it may take altogether
   */
  Outcome handOver(Consumer<? super ProjectKey> taker, long silenceNanos, long wholeNanos)
      throws ReadingException, InterruptedException {
    long endNanos = System.nanoTime() + wholeNanos;
    while (true) {
      long nowNanos = System.nanoTime();
      long silentNanos = watches() ? nowNanos - heardNanos : 0;
      long leftNanos = Math.min(silenceNanos - silentNanos, endNanos - nowNanos);
      Step step = steps.poll(Math.max(0, leftNanos), NANOSECONDS);
      if (step instanceof Keys keys) {
        keys.keys().forEach(taker);
      } else if (step instanceof Done done) {
        over = true;
        return done.outcome();
      } else if (step instanceof Failed failed) {
        over = true;
        throw new ReadingException(stage, Kind.FAILED, failed.failure());
      } else if (step == null && leftNanos <= 0) {
        boolean silent = silentNanos >= silenceNanos;
        throw new ReadingException(stage, silent ? Kind.SILENT : Kind.TOO_LONG, null);
      }
      if (abandoned) {
        throw new ReadingException(stage, Kind.ABANDONED, null);
      }
    }
  }

  /**
   * Once it is connected a driver may do so better: it sees each byte, and only whole rows come.
   */
  private boolean watches() {
    return stage == Stage.CONNECTING || !dialect.endsSilenceItself();
  }

  /** Ends it from any thread, without waiting. Does nothing when it is over. */
  void abandon() {
    if (over) {
      return;
    }
    abandoned = true;
    // Where there is no room the other side is awake anyway.
    steps.offer(new Abandoned());
    Statement running = statement;
    if (dialect.cancelsWithoutServer() && running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        // It is over already.
      }
    }
    pool.hangUp();
  }

  private void run() {
    PoolableConnection connection = null;
    try {
      connection = pool.borrow(() -> abandoned);
      endIfAbandoned();
      Outcome outcome = read(connection);
      pool.giveBack(connection);
      put(new Done(outcome));
    } catch (Throwable e) {
      put(new Failed(e));
      if (connection != null) {
        pool.discard(connection);
      }
    }
  }

  private Outcome read(Connection connection) throws SQLException {
    heard(Stage.ASKING);
    connection.setAutoCommit(!dialect.streamsInTransaction());
    // Closed by the pool: after a failure it has to hang up first.
    Statement asking = connection.createStatement();
    asking.setFetchSize(dialect.fetchSize());
    statement = asking;
    boolean withoutStatus = false;
    ResultSet rows;
    try {
      rows = asking.executeQuery(query.text());
    } catch (SQLException e) {
      String other = query.withoutStatus();
      if (other == null || !dialect.isMissingColumn(e)) {
        throw e;
      }
      rollback(connection);
      rows = asking.executeQuery(other);
      withoutStatus = true;
    }
    SkippedRows skipped = read(rows);
    rows.close();
    asking.close();
    statement = null;
    rollback(connection);
    return new Outcome(skipped, withoutStatus);
  }

  private SkippedRows read(ResultSet rows) throws SQLException {
    heard(Stage.READING);
    int columns = Columns.check(rows.getMetaData(), dialect.hasColumnTypes());
    SkippedRows skipped = new SkippedRows();
    long count = 0;
    while (rows.next()) {
      heardNanos = System.nanoTime();
      count++;
      String secret = columns < 3 ? null : rows.getString(3);
      ProjectKey key = KeyRow.read(rows.getString(1), rows.getString(2), secret, skipped);
      if (key != null) {
        batch.add(key);
      }
      if (batch.size() == BATCH) {
        flush();
      }
    }
    if (query.isOwn() && count > 0 && count == skipped.total()) {
      throw Columns.noKeyAmong(count, skipped);
    }
    flush();
    return skipped;
  }

  private void rollback(Connection connection) throws SQLException {
    if (dialect.streamsInTransaction()) {
      connection.rollback();
    }
  }

  private void heard(Stage next) {
    stage = next;
    heardNanos = System.nanoTime();
  }

  private void flush() throws SQLException {
    put(new Keys(batch));
    batch = new ArrayList<>(BATCH);
    endIfAbandoned();
  }

  private void endIfAbandoned() throws SQLException {
    if (abandoned) {
      throw new SQLException("nobody waits for the keys any more");
    }
  }

  /** Waits for room, but not for somebody who has left. */
  private void put(Step step) {
    try {
      while (!abandoned && !steps.offer(step, LOOK_AGAIN_MILLIS, MILLISECONDS)) {
        heardNanos = System.nanoTime();
      }
    } catch (InterruptedException e) {
      // Nobody else knows this thread; whoever interrupts it wants it to end.
      abandoned = true;
    }
  }
}
