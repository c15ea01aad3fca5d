/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Where Redis is and who we are there. Immutable. */
public final class RedisOptions {
  private final String host;
  private final int port;
  private final int database;
  private final @Nullable String user;
  private final @Nullable String password;
  private final Duration timeout;

  private RedisOptions(Builder builder) {
    host = builder.host;
    port = builder.port;
    database = builder.database;
    user = builder.user;
    password = builder.password;
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

  String host() {
    return host;
  }

  int port() {
    return port;
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

  @Nullable SSLSocketFactory socketFactory() {
    return null;
  }

  Duration timeout() {
    return timeout;
  }

  /** Not thread-safe. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port = 6379;
    private int database;
    private @Nullable String user;
    private @Nullable String password;
    private Duration timeout = Duration.ofMillis(250);

    private Builder() {}

    /**
     * Where it listens.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @return this
     */
    public Builder address(String host, int port) {
      this.host = host;
      this.port = port;
      return this;
    }

    /**
     * Which of its databases.
     *
     * @param database 0 or more
     * @return this
     */
    public Builder database(int database) {
      this.database = database;
      return this;
    }

    /**
     * Who we are.
     *
     * @param user an ACL user; null for the default one
     * @param password null for none
     * @return this
     */
    public Builder credentials(@Nullable String user, @Nullable String password) {
      this.user = user;
      this.password = password;
      return this;
    }

    /**
     * How long anything waits for an answer.
     *
     * @param timeout above 0
     * @return this
     */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /**
     * Makes it.
     *
     * @return the options
     */
    public RedisOptions build() {
      return new RedisOptions(this);
    }
  }
}
