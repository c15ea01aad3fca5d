/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and who we are there: one server, a group that Sentinel watches, or a Redis
 * Cluster. Immutable. Messages and {@link #toString} hold no password.
 */
public final class RedisOptions {
  static final int REDIS_PORT = 6379;
  static final int SENTINEL_PORT = 26379;
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);

  private final List<Address> addresses;
  private final @Nullable String sentinelMaster;
  private final boolean cluster;
  private final int database;
  private final @Nullable String user;
  private final @Nullable String password;
  private final @Nullable SSLSocketFactory socketFactory;
  private final Duration timeout;

  private RedisOptions(Builder builder) {
    int defaultPort = builder.sentinelMaster == null ? REDIS_PORT : SENTINEL_PORT;
    addresses =
        (builder.addresses.isEmpty()
                ? List.of(new Address("127.0.0.1", Address.DEFAULT_PORT))
                : builder.addresses)
            .stream()
                .map(address -> address.withDefaultPort(defaultPort))
                .distinct()
                .collect(Collectors.toUnmodifiableList());
    sentinelMaster = builder.sentinelMaster;
    cluster = builder.cluster;
    database = builder.database;
    user = builder.user;
    password = builder.password;
    socketFactory = builder.tls ? TlsTrust.socketFactory(builder.caFile) : null;
    timeout = builder.timeout;
  }

  /**
   * Begins with a Redis on this machine, without a password.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Of Redis; of the sentinels, if there is a master to ask them for; or some of the cluster. */
  List<Address> addresses() {
    return addresses;
  }

  @Nullable String sentinelMaster() {
    return sentinelMaster;
  }

  boolean isCluster() {
    return cluster;
  }

  int database() {
    return database;
  }

  @Nullable String user() {
    return user;
  }

  @Nullable String password() {
    return password;
  }

  /** Null without TLS. */
  @Nullable SSLSocketFactory socketFactory() {
    return socketFactory;
  }

  Duration timeout() {
    return timeout;
  }

  /** How long one command may take. */
  Duration commandTimeout() {
    Duration part = timeout.multipliedBy(2).dividedBy(5);
    return part.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : part;
  }

  /**
   * Who has waited longer for the flood counter does not ask once more. An event waits for so long,
   * for a command that counts it and for one that puts it into the queue: for the timeout in all.
   */
  Duration countPatience() {
    return timeout.dividedBy(5);
  }

  @Override
  public String toString() {
    return (cluster ? "Redis Cluster " : "Redis ")
        + addresses.stream().map(Address::toString).collect(Collectors.joining(","))
        + (sentinelMaster == null ? "" : ", Sentinel master " + sentinelMaster)
        + (database == 0 ? "" : ", database " + database)
        + (user == null ? "" : ", user " + user)
        + (socketFactory == null ? "" : ", TLS");
  }

  /** Not thread-safe. */
  public static final class Builder {
    private static final int MOST_DATABASES = 1_000_000;

    private final List<Address> addresses = new ArrayList<>();
    private @Nullable String sentinelMaster;
    private boolean cluster;
    private int database;
    private @Nullable String user;
    private @Nullable String password;
    private boolean tls;
    private @Nullable Path caFile;
    private Duration timeout = Duration.ofMillis(250);

    private Builder() {}

    /**
     * Where it listens; 127.0.0.1:6379 if not said. Several are for Sentinel, where they are the
     * sentinels, and for a cluster, of which some nodes are enough.
     *
     * @param host a name, or an address without brackets
     * @param port 1 to 65535
     * @return this
     * @throws IllegalArgumentException when these cannot be
     */
    public Builder address(String host, int port) {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("Redis port " + port + " is not from 1 to 65535");
      }
      addresses.add(new Address(Address.checkedHost(host), port));
      return this;
    }

    /**
     * Takes addresses, user, password, database and TLS from a URL; what it does not name stays as
     * it is, but for TLS and the addresses.
     *
     * @param url as {@link RedisUrl#parse} reads it
     * @return this
     * @throws IllegalArgumentException when it is none, naming the part that is wrong
     */
    public Builder url(String url) {
      return url(RedisUrl.parse(url));
    }

    /**
     * As {@link #url(String)}.
     *
     * @param url one that has been read
     * @return this
     */
    public Builder url(RedisUrl url) {
      addresses.clear();
      addresses.addAll(url.addresses());
      tls = url.tls();
      user = url.user().orElse(user);
      password = url.password().orElse(password);
      url.database().ifPresent(this::database);
      return this;
    }

    /**
     * The addresses are those of sentinels, who know where the master is.
     *
     * @param masterName as the sentinels call it; null for no Sentinel
     * @return this
     * @throws IllegalArgumentException when it is blank
     */
    public Builder sentinel(@Nullable String masterName) {
      if (masterName != null && masterName.isBlank()) {
        throw new IllegalArgumentException("the name of the Sentinel master is empty");
      }
      sentinelMaster = masterName;
      return this;
    }

    /**
     * Whether it is a Redis Cluster; the addresses are some of its nodes.
     *
     * @param cluster true for a cluster
     * @return this
     */
    public Builder cluster(boolean cluster) {
      this.cluster = cluster;
      return this;
    }

    /**
     * Which of its databases; a cluster has number 0 only.
     *
     * @param database 0 to 999999
     * @return this
     * @throws IllegalArgumentException when it is not in these bounds
     */
    public Builder database(int database) {
      if (database < 0 || database >= MOST_DATABASES) {
        throw new IllegalArgumentException(
            "Redis database " + database + " is not from 0 to " + (MOST_DATABASES - 1));
      }
      this.database = database;
      return this;
    }

    /**
     * Who we are. The sentinels are told the same if they want a password.
     *
     * @param user an ACL user, who needs a password; null for the default one
     * @param password null for none
     * @return this
     */
    public Builder credentials(@Nullable String user, @Nullable String password) {
      this.user = user;
      this.password = password;
      return this;
    }

    /**
     * Whether it is spoken to by TLS, with Redis, the sentinels and all nodes of a cluster. The
     * names in their certificates are always compared.
     *
     * @param tls true for TLS
     * @return this
     */
    public Builder tls(boolean tls) {
      this.tls = tls;
      return this;
    }

    /**
     * Whom to trust instead of those whom Java trusts; with TLS only.
     *
     * @param caFile certificates in PEM form; read by {@link #build}; null for Java's own
     * @return this
     */
    public Builder caFile(@Nullable Path caFile) {
      this.caFile = caFile;
      return this;
    }

    /**
     * How long an event may wait for Redis in all. It waits at most for another one of its group,
     * for its flood counter and for its place in the queue; a single command gets two fifths, and a
     * Redis that takes longer is taken for away. Only an event that finds the queue full may wait
     * longer, as room is made in several steps.
     *
     * @param timeout 1 ms to 60 s; 250 ms if not said
     * @return this
     * @throws IllegalArgumentException when it is not in these bounds
     */
    public Builder timeout(Duration timeout) {
      if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofSeconds(60)) > 0) {
        throw new IllegalArgumentException(
            "Redis timeout " + timeout + " is not from 1 ms to 60 s");
      }
      this.timeout = timeout;
      return this;
    }

    /**
     * Makes it.
     *
     * @return the options
     * @throws IllegalArgumentException when parts contradict each other, or the CA file is none
     */
    public RedisOptions build() {
      if (cluster && sentinelMaster != null) {
        throw new IllegalArgumentException(
            "Redis is either a cluster or watched by Sentinel, not both");
      }
      if (cluster && database != 0) {
        throw new IllegalArgumentException(
            "a Redis Cluster has database 0 only, not database " + database);
      }
      if (addresses.size() > 1 && !cluster && sentinelMaster == null) {
        throw new IllegalArgumentException(
            "several Redis hosts are for a cluster, or for Sentinel with the name of its master");
      }
      if (user != null && password == null) {
        // It is not named: a password may have been written in its place.
        throw new IllegalArgumentException(
            "a Redis user needs a password, in a URL redis://user:password@host");
      }
      if (caFile != null && !tls) {
        throw new IllegalArgumentException(
            "CA file " + caFile + " is of use with TLS only: begin the Redis URL with rediss://");
      }
      return new RedisOptions(this);
    }
  }
}
