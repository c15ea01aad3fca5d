/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.jdbc.KeyReading.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that Sentry keeps in its own database: MySQL, MariaDB, PostgreSQL, SQLite, or what else
 * has a JDBC driver. Reads only, over one connection that is kept between loads.
 *
 * <p>Rows come over one by one and are handed on at once: a million keys need no memory here. What
 * cannot be a key is left out, counted, and told in one warning whenever the counts change. Only
 * keys whose {@code status} is 0, active, are taken, unless the table has no such column.
 *
 * <p>A load ends, whatever the server does: after {@link JdbcKeySourceBuilder#timeout the timeout}
 * without a sign of life, and after sixty times as long altogether. Thread-safe; one load at a
 * time.
 */
public final class JdbcKeySource implements KeySource {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcKeySource.class);

  /** The driver gives up by itself after the timeout, and knows better why. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final long LOOK_AGAIN_MILLIS = 50;

  private final ConnectionPool pool;
  private final Target target;
  private final KeyQuery query;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable KeyReading reading;
  private volatile boolean closed;
  private volatile SkippedRows skipped = new SkippedRows();
  private boolean toldWithoutStatus;

  JdbcKeySource(ConnectionPool pool, Target target, KeyQuery query) {
    this.pool = pool;
    this.target = target;
    this.query = query;
  }

  /**
   * A source in a database of this kind.
   *
   * @param database which kind
   * @return a builder
   */
  public static JdbcKeySourceBuilder builder(Database database) {
    return new JdbcKeySourceBuilder(database);
  }

  /**
   * A source behind a URL.
   *
   * @param jdbcUrl as the driver takes it; options of the driver that it names win over those set
   *     here. User and password are better set apart
   * @return a builder
   * @throws IllegalArgumentException when it is no JDBC URL
   */
  public static JdbcKeySourceBuilder builder(String jdbcUrl) {
    return new JdbcKeySourceBuilder(
        JdbcUrl.parse(Objects.requireNonNull(jdbcUrl, "jdbcUrl == null").strip()));
  }

  @Override
  public Collection<ProjectKey> load() throws KeyLoadException, InterruptedException {
    List<ProjectKey> keys = new ArrayList<>();
    load(keys::add);
    return keys;
  }

  /**
   * {@inheritDoc}
   *
   * @throws KeyLoadException when the database does not give them; the message is one line that
   *     says why
   * @throws InterruptedException when the waiting thread is interrupted
   */
  @Override
  public void load(Consumer<? super ProjectKey> taker)
      throws KeyLoadException, InterruptedException {
    loading.lockInterruptibly();
    try {
      KeyReading begun = begin();
      try {
        Duration silence = target.timeout().plus(GRACE);
        told(begun.handOver(taker, silence.toNanos(), target.wholeTimeout().toNanos()));
      } catch (ReadingException e) {
        throw failed(e);
      } finally {
        begun.abandon();
      }
    } finally {
      loading.unlock();
    }
  }

  private KeyReading begin() throws KeyLoadException, InterruptedException {
    KeyReading before = reading;
    long endNanos = System.nanoTime() + target.timeout().toNanos();
    while (before != null && !closed && !before.isOver(LOOK_AGAIN_MILLIS)) {
      if (System.nanoTime() - endNanos > 0) {
        throw exception("the driver has not come back from the attempt before", null);
      }
    }
    KeyReading next = new KeyReading(pool, target.dialect(), query);
    reading = next;
    if (closed) {
      throw exception("closed", null);
    }
    next.start();
    return next;
  }

  private KeyLoadException failed(ReadingException failure) {
    if (closed) {
      return exception("closed", null);
    }
    return exception(new FailureText(target, query).of(failure), failure.getCause());
  }

  private KeyLoadException exception(String why, @Nullable Throwable cause) {
    boolean shown = cause != null && !target.redaction().isIn(cause);
    return new KeyLoadException(target + ": " + why, shown ? cause : null);
  }

  private void told(Outcome outcome) {
    if (outcome.withoutStatus() != toldWithoutStatus) {
      toldWithoutStatus = outcome.withoutStatus();
      LOG.info(
          toldWithoutStatus
              ? "{}: sentry_projectkey has no column 'status': all its keys are taken as active"
              : "{}: sentry_projectkey has a column 'status' now: only active keys are taken",
          target);
    }
    SkippedRows before = skipped;
    skipped = outcome.skipped();
    if (skipped.sameAs(before)) {
      return;
    }
    if (skipped.total() > 0) {
      LOG.warn("{}: rows that are no keys were left out: {}", target, skipped);
    } else {
      LOG.info("{}: no row was left out any more", target);
    }
  }

  /**
   * How many rows the last good load left out.
   *
   * @return a number of rows
   */
  public long skippedRows() {
    return skipped.total();
  }

  /** Ends a load that is under way, which fails then, and lets go of the connection. */
  @Override
  public void close() {
    closed = true;
    KeyReading running = reading;
    if (running != null) {
      running.abandon();
    }
    pool.close();
  }

  /**
   * Where the keys come from and who logs in.
   *
   * @return kind, host, port, database and user; never a password
   */
  public String describe() {
    return target.description();
  }

  /** Where the keys come from: kind, host, port and database. */
  @Override
  public String toString() {
    return target.toString();
  }
}
