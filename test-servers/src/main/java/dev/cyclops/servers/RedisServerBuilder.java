/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.util.stream.Stream;

/** Says what a {@link RedisServer} is to be like. Not thread-safe; for one server each. */
public final class RedisServerBuilder {
  private final RedisConfiguration configuration = new RedisConfiguration();

  RedisServerBuilder() {
    user(RedisServer.ADMIN, RedisServer.ADMIN_PASSWORD, "~*", "&*", "+@all");
    option("repl-diskless-sync", "yes");
    option("repl-diskless-sync-delay", "0");
    option("masteruser", RedisServer.ADMIN);
    option("masterauth", RedisServer.ADMIN_PASSWORD);
  }

  /**
   * Which one.
   *
   * @param version {@link RedisVersion#BUNDLED} unless said otherwise
   * @return this
   */
  public RedisServerBuilder version(RedisVersion version) {
    configuration.version(version);
    return this;
  }

  /**
   * Keeps an append-only file, so that its data outlives {@link RedisServer#kill()}.
   *
   * @param fsync when it asks the kernel to bring that to the disk: {@code always}, {@code
   *     everysec} or {@code no}
   * @return this
   */
  public RedisServerBuilder appendOnly(String fsync) {
    return option("appendonly", "yes").option("appendfsync", fsync);
  }

  /**
   * Bounds its memory.
   *
   * @param memory with a unit, such as {@code 16mb}; an empty one takes up about 1 MB
   * @param policy what it does when that is used up, such as {@code noeviction}
   * @return this
   */
  public RedisServerBuilder maxMemory(String memory, String policy) {
    return option("maxmemory", memory).option("maxmemory-policy", policy);
  }

  /**
   * Lets the default user in with a password only.
   *
   * @param password not empty
   * @return this
   */
  public RedisServerBuilder password(String password) {
    return option("requirepass", password);
  }

  /**
   * Adds a user who may log in.
   *
   * @param name without spaces
   * @param password not empty
   * @param rules what the user may do, such as {@code ~{cy:*} +@all}; nothing without any
   * @return this
   */
  public RedisServerBuilder user(String name, String password, String... rules) {
    return option(
        "user",
        Stream.concat(Stream.of(name, "on", ">" + password), Stream.of(rules))
            .toArray(String[]::new));
  }

  /**
   * Speaks TLS only, also with replicas, sentinels and nodes of a cluster.
   *
   * @param certificatePem its certificate, signed by itself
   * @param keyPem the key for it
   * @return this
   */
  public RedisServerBuilder tls(String certificatePem, String keyPem) {
    configuration.tls(certificatePem, keyPem);
    return this;
  }

  /**
   * How many databases there are to {@code SELECT} from.
   *
   * @param count 16 unless said otherwise
   * @return this
   */
  public RedisServerBuilder databases(int count) {
    return option("databases", Integer.toString(count));
  }

  /**
   * Sets anything else.
   *
   * @param name as in {@code redis.conf}
   * @param values what stands behind it
   * @return this
   */
  public RedisServerBuilder option(String name, String... values) {
    configuration.add(name, values);
    return this;
  }

  /**
   * Starts it.
   *
   * @return taking commands; to be closed
   * @throws IllegalStateException when Redis refuses an option; with the end of its log
   */
  public RedisServer create() {
    return RedisServer.create(configuration);
  }

  /** What it amounts to. */
  RedisConfiguration configuration() {
    return configuration;
  }

  /** Starts it as a node of a cluster that is yet to be formed. */
  RedisServer createNode() {
    configuration.makeCluster();
    return create();
  }
}
