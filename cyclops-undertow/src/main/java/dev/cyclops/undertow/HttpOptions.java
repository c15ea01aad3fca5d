/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.forwarded.TrustedProxies;
import dev.cyclops.undertow.wire.Progress;
import java.time.Duration;
import java.util.Objects;

/**
 * What the HTTP face allows its clients: sizes, times and numbers. Immutable; {@link #builder()}
 * makes others than the {@link #defaults()}.
 *
 * <p>What concerns connections ({@link #headerTimeout}, {@link #idleTimeout}, {@link
 * #maxConnections}) is kept by {@link CyclopsServer}, and not by a handler that is mounted
 * elsewhere. In HTTP/2 headers that are too long or too slow may end their connection instead of
 * being answered.
 */
public final class HttpOptions {
  private static final Duration FIRST_RATE_CHECK = Duration.ofSeconds(5);

  private static final HttpOptions DEFAULTS = builder().build();

  private final String healthcheckText;
  private final boolean sharedQueue;
  private final int maxBodyBytes;
  private final long maxReadingBytes;
  private final int maxUriBytes;
  private final int maxDataUriBytes;
  private final int maxHeaderBytes;
  private final int maxHeaderLines;
  private final Duration headerTimeout;
  private final Duration bodyTimeout;
  private final int minBodyBytesPerSecond;
  private final Duration idleTimeout;
  private final int maxConnections;
  private final TrustedProxies trustedProxies;
  private final int workerThreads;
  private final int workerQueue;
  private final Progress bodyProgress;

  private HttpOptions(Builder builder) {
    healthcheckText = builder.healthcheckText;
    sharedQueue = builder.sharedQueue;
    maxBodyBytes = builder.maxBodyBytes;
    maxReadingBytes = builder.maxReadingBytes;
    maxUriBytes = builder.maxUriBytes;
    maxDataUriBytes = builder.maxDataUriBytes;
    maxHeaderBytes = builder.maxHeaderBytes;
    maxHeaderLines = builder.maxHeaderLines;
    headerTimeout = builder.headerTimeout;
    bodyTimeout = builder.bodyTimeout;
    minBodyBytesPerSecond = builder.minBodyBytesPerSecond;
    idleTimeout = builder.idleTimeout;
    maxConnections = builder.maxConnections;
    trustedProxies = builder.trustedProxies;
    workerThreads = builder.workerThreads;
    workerQueue = builder.workerQueue;
    bodyProgress =
        new Progress(bodyTimeout.toNanos(), minBodyBytesPerSecond, FIRST_RATE_CHECK.toNanos());
  }

  /**
   * The defaults, as each method of {@link Builder} names its own.
   *
   * @return always the same instance
   */
  public static HttpOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Other options.
   *
   * @return a builder that holds the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What {@code /healthcheck} answers.
   *
   * @return sent as {@code text/html} in UTF-8, as the original did; {@code WORKING} by default
   */
  public String healthcheckText() {
    return healthcheckText;
  }

  /**
   * Whether what waits belongs to several instances.
   *
   * @return true when {@code /count} tells in {@code X-CYCLOPS-SHARED-COUNT} how much of its count
   *     the others tell as well; false by default
   */
  public boolean sharedQueue() {
    return sharedQueue;
  }

  /**
   * The largest body taken, on the wire. Over it the answer is 413.
   *
   * @return 1 to 1 GiB; 20 MiB by default
   */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /**
   * What all requests that arrive in more than one piece may hold together. Over it the answer is
   * 429.
   *
   * @return at least 1; an eighth of the heap by default, and at least 20 MiB
   */
  public long maxReadingBytes() {
    return maxReadingBytes;
  }

  /**
   * The longest URI. Over it the answer is 414.
   *
   * @return at least 1; 8 KiB by default
   */
  public int maxUriBytes() {
    return maxUriBytes;
  }

  /**
   * The longest URI of a GET that carries an event in its query. Over it the answer is 414.
   *
   * @return at least 1; 64 KiB by default
   */
  public int maxDataUriBytes() {
    return maxDataUriBytes;
  }

  /**
   * How long all header lines of a request may be together. Over it the answer is 431.
   *
   * @return at least 1; 16 KiB by default
   */
  public int maxHeaderBytes() {
    return maxHeaderBytes;
  }

  /**
   * How many header lines a request may have. Over it the answer is 431.
   *
   * @return at least 1; 100 by default
   */
  public int maxHeaderLines() {
    return maxHeaderLines;
  }

  /**
   * How long a request line and its headers may take to arrive. Over it the answer is 408.
   *
   * @return at least a millisecond; 10 s by default
   */
  public Duration headerTimeout() {
    return headerTimeout;
  }

  /**
   * How long a body may take to arrive in all. Over it the answer is 408.
   *
   * @return at least a millisecond; 30 s by default
   */
  public Duration bodyTimeout() {
    return bodyTimeout;
  }

  /**
   * How fast a body must arrive, after its first seconds. Below it the answer is 408.
   *
   * @return 0 for no such bound; 500 by default
   */
  public int minBodyBytesPerSecond() {
    return minBodyBytesPerSecond;
  }

  /**
   * How long a connection may stay open without a request. Over it it is closed.
   *
   * @return at least a millisecond; 30 s by default
   */
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /**
   * How many connections may be open at once. Those beyond it wait to be accepted.
   *
   * @return at least 1; 10,000 by default
   */
  public int maxConnections() {
    return maxConnections;
  }

  /**
   * Whose word on a client's address is believed; {@code X-Forwarded-For}, {@code Forwarded} and
   * {@code X-Real-IP} of all others are thrown away.
   *
   * @return nobody by default
   */
  public TrustedProxies trustedProxies() {
    return trustedProxies;
  }

  /**
   * How many requests may wait for a blocking cache or storage at once.
   *
   * @return at least 1; by default four a core, and at least 8
   */
  public int workerThreads() {
    return workerThreads;
  }

  /**
   * How many requests may wait for one of these threads. Over it the answer is 429.
   *
   * @return at least 1; 1024 by default
   */
  public int workerQueue() {
    return workerQueue;
  }

  /** Whether a body comes fast enough. */
  Progress bodyProgress() {
    return bodyProgress;
  }

  /** Puts options together. Each method checks its value. Not thread-safe. */
  public static final class Builder {
    private String healthcheckText = "WORKING";
    private boolean sharedQueue;
    private int maxBodyBytes = 20 << 20;
    private long maxReadingBytes = Math.max(20 << 20, Runtime.getRuntime().maxMemory() / 8);
    private int maxUriBytes = 8 << 10;
    private int maxDataUriBytes = 64 << 10;
    private int maxHeaderBytes = 16 << 10;
    private int maxHeaderLines = 100;
    private Duration headerTimeout = Duration.ofSeconds(10);
    private Duration bodyTimeout = Duration.ofSeconds(30);
    private int minBodyBytesPerSecond = 500;
    private Duration idleTimeout = Duration.ofSeconds(30);
    private int maxConnections = 10_000;
    private TrustedProxies trustedProxies = TrustedProxies.none();
    private int workerThreads = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    private int workerQueue = 1024;

    private Builder() {}

    /**
     * What {@code /healthcheck} answers.
     *
     * @param healthcheckText sent as {@code text/html} in UTF-8, as the original did; {@code
     *     WORKING} unless set
     * @return this
     */
    public Builder healthcheckText(String healthcheckText) {
      this.healthcheckText = Objects.requireNonNull(healthcheckText, "healthcheckText == null");
      return this;
    }

    /**
     * Whether what waits belongs to several instances, so that who adds up their {@code /count}
     * must know how much of it each of them tells.
     *
     * @param sharedQueue false unless set
     * @return this
     */
    public Builder sharedQueue(boolean sharedQueue) {
      this.sharedQueue = sharedQueue;
      return this;
    }

    /**
     * The largest body taken, on the wire. Over it the answer is 413.
     *
     * @param maxBodyBytes 1 to 1 GiB; 20 MiB unless set
     * @return this
     */
    public Builder maxBodyBytes(int maxBodyBytes) {
      if (maxBodyBytes > 1 << 30) {
        throw new IllegalArgumentException("maxBodyBytes > 1 GiB: " + maxBodyBytes);
      }
      this.maxBodyBytes = (int) atLeast(1, "maxBodyBytes", maxBodyBytes);
      return this;
    }

    /**
     * What all requests that arrive in more than one piece may hold together. Over it the answer is
     * 429.
     *
     * @param maxReadingBytes at least 1; an eighth of the heap unless set, and at least 20 MiB
     * @return this
     */
    public Builder maxReadingBytes(long maxReadingBytes) {
      this.maxReadingBytes = atLeast(1, "maxReadingBytes", maxReadingBytes);
      return this;
    }

    /**
     * The longest URI. Over it the answer is 414.
     *
     * @param maxUriBytes at least 1; 8 KiB unless set
     * @return this
     */
    public Builder maxUriBytes(int maxUriBytes) {
      this.maxUriBytes = (int) atLeast(1, "maxUriBytes", maxUriBytes);
      return this;
    }

    /**
     * The longest URI of a GET that carries an event in its query. Over it the answer is 414.
     *
     * @param maxDataUriBytes at least 1; 64 KiB unless set
     * @return this
     */
    public Builder maxDataUriBytes(int maxDataUriBytes) {
      this.maxDataUriBytes = (int) atLeast(1, "maxDataUriBytes", maxDataUriBytes);
      return this;
    }

    /**
     * How long all header lines of a request may be together. Over it the answer is 431.
     *
     * @param maxHeaderBytes at least 1; 16 KiB unless set
     * @return this
     */
    public Builder maxHeaderBytes(int maxHeaderBytes) {
      this.maxHeaderBytes = (int) atLeast(1, "maxHeaderBytes", maxHeaderBytes);
      return this;
    }

    /**
     * How many header lines a request may have. Over it the answer is 431.
     *
     * @param maxHeaderLines at least 1; 100 unless set
     * @return this
     */
    public Builder maxHeaderLines(int maxHeaderLines) {
      this.maxHeaderLines = (int) atLeast(1, "maxHeaderLines", maxHeaderLines);
      return this;
    }

    /**
     * How long a request line and its headers may take to arrive. Over it the answer is 408.
     *
     * @param headerTimeout at least a millisecond; 10 s unless set
     * @return this
     */
    public Builder headerTimeout(Duration headerTimeout) {
      this.headerTimeout = atLeastMilli("headerTimeout", headerTimeout);
      return this;
    }

    /**
     * How long a body may take to arrive in all. Over it the answer is 408.
     *
     * @param bodyTimeout at least a millisecond; 30 s unless set
     * @return this
     */
    public Builder bodyTimeout(Duration bodyTimeout) {
      this.bodyTimeout = atLeastMilli("bodyTimeout", bodyTimeout);
      return this;
    }

    /**
     * How fast a body must arrive, after its first seconds. Below it the answer is 408.
     *
     * @param minBodyBytesPerSecond 0 for no such bound; 500 unless set
     * @return this
     */
    public Builder minBodyBytesPerSecond(int minBodyBytesPerSecond) {
      this.minBodyBytesPerSecond = (int) atLeast(0, "minBodyBytesPerSecond", minBodyBytesPerSecond);
      return this;
    }

    /**
     * How long a connection may stay open without a request. Over it it is closed.
     *
     * @param idleTimeout at least a millisecond; 30 s unless set
     * @return this
     */
    public Builder idleTimeout(Duration idleTimeout) {
      this.idleTimeout = atLeastMilli("idleTimeout", idleTimeout);
      return this;
    }

    /**
     * How many connections may be open at once. Those beyond it wait to be accepted.
     *
     * @param maxConnections at least 1; 10,000 unless set
     * @return this
     */
    public Builder maxConnections(int maxConnections) {
      this.maxConnections = (int) atLeast(1, "maxConnections", maxConnections);
      return this;
    }

    /**
     * Whose word on a client's address is believed.
     *
     * @param trustedProxies the proxies in front of this server; nobody unless set
     * @return this
     */
    public Builder trustedProxies(TrustedProxies trustedProxies) {
      this.trustedProxies = Objects.requireNonNull(trustedProxies, "trustedProxies == null");
      return this;
    }

    /**
     * The pool for requests that may have to wait; none of its threads exists while nothing blocks.
     *
     * @param threads at least 1; four a core and at least 8 unless set
     * @param queue how many requests may wait for a thread, at least 1; 1024 unless set
     * @return this
     */
    public Builder workers(int threads, int queue) {
      workerThreads = (int) atLeast(1, "workerThreads", threads);
      workerQueue = (int) atLeast(1, "workerQueue", queue);
      return this;
    }

    private static long atLeast(long least, String name, long value) {
      if (value < least) {
        throw new IllegalArgumentException(name + " < " + least + ": " + value);
      }
      return value;
    }

    private static Duration atLeastMilli(String name, Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException(name + " < 1 ms: " + value);
      }
      return value;
    }

    /**
     * The options.
     *
     * @return what was set, and the defaults
     */
    public HttpOptions build() {
      return new HttpOptions(this);
    }
  }
}
