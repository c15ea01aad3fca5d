/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link JdbcKeySource} together. Not thread-safe. Every value is checked here, and nothing
 * is opened.
 */
public final class JdbcKeySourceBuilder {
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");

  private final @Nullable Database database;
  private final @Nullable JdbcUrl url;
  private @Nullable String host;
  private int port;
  private @Nullable String name;
  private @Nullable String user;
  private @Nullable String password;
  private @Nullable DatabaseTls tls;
  private @Nullable String query;
  private Duration timeout = Duration.ofSeconds(10);

  JdbcKeySourceBuilder(Database database) {
    this.database = Objects.requireNonNull(database, "database == null");
    this.url = null;
  }

  JdbcKeySourceBuilder(JdbcUrl url) {
    this.database = null;
    this.url = url;
  }

  /**
   * Where the server is.
   *
   * @param host a name or an address, IPv6 with or without brackets; 'localhost' unless set
   * @return this
   */
  public JdbcKeySourceBuilder host(String host) {
    String bare = Objects.requireNonNull(host, "host == null").strip();
    if (bare.startsWith("[") && bare.endsWith("]")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    boolean ipv6 = bare.indexOf(':') != bare.lastIndexOf(':') && IPV6.matcher(bare).matches();
    if (!ipv6 && !HOST_NAME.matcher(bare).matches()) {
      throw new IllegalArgumentException(
          "neither a host's name nor an address (a port is set apart): '" + host + "'");
    }
    this.host = ipv6 ? "[" + bare + "]" : bare;
    return this;
  }

  /**
   * Where the server listens.
   *
   * @param port a TCP port, 1 to 65535; {@link Database#defaultPort()} unless set
   * @return this
   */
  public JdbcKeySourceBuilder port(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port, 1 to 65535: " + port);
    }
    this.port = port;
    return this;
  }

  /**
   * Which database of the server, or for SQLite which file.
   *
   * @param name the name as it is, without any encoding; 'sentry' unless set. A file has to be
   *     named
   * @return this
   */
  public JdbcKeySourceBuilder name(String name) {
    Objects.requireNonNull(name, "name == null");
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the database's name is " + (name.isBlank() ? "empty" : "one with control characters"));
    }
    this.name = name;
    return this;
  }

  /**
   * Who logs in. Not looked at with SQLite.
   *
   * @param user a user of the database; without one the driver decides
   * @return this
   */
  public JdbcKeySourceBuilder user(String user) {
    this.user = Objects.requireNonNull(user, "user == null");
    return this;
  }

  /**
   * With which password. Not looked at with SQLite.
   *
   * @param password never shown
   * @return this
   */
  public JdbcKeySourceBuilder password(String password) {
    this.password = Objects.requireNonNull(password, "password == null");
    return this;
  }

  /**
   * How the connection is protected. {@link DatabaseTls.Mode#PREFER} unless set; with a URL, what
   * the URL and the driver say unless set.
   *
   * @param tls not possible with SQLite, nor with drivers that are not known here
   * @return this
   */
  public JdbcKeySourceBuilder tls(DatabaseTls tls) {
    this.tls = Objects.requireNonNull(tls, "tls == null");
    return this;
  }

  /**
   * Asks for the keys in another way, for tables that are not Sentry's own.
   *
   * @param query SQL that answers the project's id, the public key and, if there are three columns,
   *     the secret key, in this order; further columns are not looked at. Used as it is
   * @return this
   */
  public JdbcKeySourceBuilder query(String query) {
    Objects.requireNonNull(query, "query == null");
    if (query.isBlank()) {
      throw new IllegalArgumentException("the query is empty");
    }
    this.query = query.strip();
    return this;
  }

  /**
   * How long the database may be silent, at connecting, before it answers, and between two rows.
   *
   * @param timeout above zero, at most an hour; 10 seconds unless set
   * @return this
   */
  public JdbcKeySourceBuilder timeout(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout == null");
    if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "timeout not within a millisecond and an hour: " + timeout);
    }
    this.timeout = timeout;
    return this;
  }

  /**
   * Makes the source. Nothing is opened yet.
   *
   * @return the source
   * @throws IllegalArgumentException when the values contradict each other or a file is missing
   * @throws IllegalStateException when there is no driver on the class path; says which jar is
   *     needed
   */
  public JdbcKeySource build() {
    Target target = target();
    if (target.caFile() != null) {
      Certificates.read(target.caFile());
    }
    return new JdbcKeySource(
        new ConnectionPool(target, Drivers.find(target.url(), target.dialect())),
        target,
        query == null ? KeyQuery.sentry() : KeyQuery.own(query));
  }

  /** What all of it comes to. */
  Target target() {
    return url == null ? ofParts(Objects.requireNonNull(database)) : ofUrl(url);
  }

  private Target ofParts(Database database) {
    Dialect dialect = database.dialect();
    Properties properties = new Properties();
    properties.putAll(dialect.options(timeout));
    DatabaseTls protection = tls == null ? DatabaseTls.of(DatabaseTls.Mode.PREFER) : tls;
    properties.putAll(dialect.tlsOptions(protection));
    if (database == Database.SQLITE) {
      Path file = file();
      String url = dialect.url("", 0, file.toString());
      String place = dialect.label() + " in " + file;
      return target(dialect, url, properties, place, null, file);
    }
    login(properties);
    String at = host == null ? "localhost" : host;
    int on = port == 0 ? database.defaultPort() : port;
    String which = name == null ? "sentry" : name;
    String place = dialect.label() + " at " + at + ":" + on + "/" + which;
    return target(dialect, dialect.url(at, on, which), properties, place, user, null);
  }

  private Path file() {
    if (name == null) {
      throw new IllegalArgumentException("SQLite needs the name of a file");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not the name of a file: '" + name + "'", e);
    }
  }

  private Target ofUrl(JdbcUrl url) {
    if (host != null || port != 0 || name != null) {
      throw new IllegalArgumentException("host, port and name are part of the URL");
    }
    Dialect dialect = url.dialect();
    Properties properties = new Properties();
    addUnlessSet(properties, dialect.options(timeout), url);
    if (tls != null) {
      addUnlessSet(properties, dialect.tlsOptions(tls), url);
    }
    login(properties);
    String who = user == null ? url.user() : user;
    return target(dialect, url.text(), properties, url.place(), who, url.file());
  }

  private static void addUnlessSet(
      Properties properties, Map<String, String> options, JdbcUrl url) {
    options.forEach(
        (option, value) -> {
          if (!url.sets(option)) {
            properties.setProperty(option, value);
          }
        });
  }

  private void login(Properties properties) {
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
  }

  private Target target(
      Dialect dialect,
      String text,
      Properties properties,
      String place,
      @Nullable String user,
      @Nullable Path file) {
    List<String> secrets = new ArrayList<>(url == null ? List.of() : url.secrets());
    if (password != null) {
      secrets.add(password);
    }
    if (!secrets.isEmpty() && url != null) {
      secrets.add(url.text());
    }
    Path caFile = tls == null ? null : tls.caFile();
    Redaction redaction = new Redaction(secrets);
    return new Target(dialect, text, properties, place, user, caFile, file, timeout, redaction);
  }

  /** Shows nothing of what it was given. */
  @Override
  public String toString() {
    return "JdbcKeySourceBuilder";
  }
}
