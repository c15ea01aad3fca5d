/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import java.time.Duration;
import java.util.Objects;

/**
 * What the HTTP face allows its clients. Immutable: each {@code with} method answers a changed
 * copy.
 *
 * @param healthcheckText what {@code /healthcheck} answers
 * @param maxBodyBytes the largest body taken, in bytes on the wire, at least 1; over it the answer
 *     is 413
 * @param maxReadingBytes what all bodies that arrive in more than one piece may hold together, at
 *     least 1; over it the answer is 429
 * @param bodyTimeout how long a body may take to arrive in all, above 0; over it the answer is 408
 * @param workerThreads how many requests may wait for a blocking cache or storage at once, at least
 *     1; none of these threads exists while nothing blocks
 * @param workerQueue how many requests may wait for one of these threads, at least 1; over it the
 *     answer is 429
 */
public record HttpOptions(
    String healthcheckText,
    int maxBodyBytes,
    long maxReadingBytes,
    Duration bodyTimeout,
    int workerThreads,
    int workerQueue) {

  private static final HttpOptions DEFAULTS =
      new HttpOptions(
          "WORKING",
          20 << 20,
          Math.max(20 << 20, Runtime.getRuntime().maxMemory() / 8),
          Duration.ofSeconds(30),
          Math.max(8, 4 * Runtime.getRuntime().availableProcessors()),
          1024);

  /** Checks the values. */
  public HttpOptions {
    Objects.requireNonNull(healthcheckText, "healthcheckText == null");
    Objects.requireNonNull(bodyTimeout, "bodyTimeout == null");
    checkAtLeastOne("maxBodyBytes", maxBodyBytes);
    checkAtLeastOne("maxReadingBytes", maxReadingBytes);
    checkAtLeastOne("workerThreads", workerThreads);
    checkAtLeastOne("workerQueue", workerQueue);
    if (maxBodyBytes > 1 << 30) {
      throw new IllegalArgumentException("maxBodyBytes > 1 GiB: " + maxBodyBytes);
    }
    if (bodyTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("bodyTimeout < 1 ms: " + bodyTimeout);
    }
  }

  private static void checkAtLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " < 1: " + value);
    }
  }

  /**
   * The defaults: {@code WORKING}, 20 MiB, an eighth of the heap, 30 s, four threads per core and
   * at least 8, a queue of 1024.
   *
   * @return always the same instance
   */
  public static HttpOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Another text for {@code /healthcheck}.
   *
   * @param text sent as {@code text/html} in UTF-8, as the original did
   * @return a changed copy
   */
  public HttpOptions withHealthcheckText(String text) {
    return new HttpOptions(
        text, maxBodyBytes, maxReadingBytes, bodyTimeout, workerThreads, workerQueue);
  }

  /**
   * Another bound on one body.
   *
   * @param bytes at least 1 and at most 1 GiB, on the wire
   * @return a changed copy
   */
  public HttpOptions withMaxBodyBytes(int bytes) {
    return new HttpOptions(
        healthcheckText, bytes, maxReadingBytes, bodyTimeout, workerThreads, workerQueue);
  }

  /**
   * Another bound on all bodies that are being read.
   *
   * @param bytes at least 1
   * @return a changed copy
   */
  public HttpOptions withMaxReadingBytes(long bytes) {
    return new HttpOptions(
        healthcheckText, maxBodyBytes, bytes, bodyTimeout, workerThreads, workerQueue);
  }

  /**
   * Another time for a body to arrive.
   *
   * @param timeout at least a millisecond
   * @return a changed copy
   */
  public HttpOptions withBodyTimeout(Duration timeout) {
    return new HttpOptions(
        healthcheckText, maxBodyBytes, maxReadingBytes, timeout, workerThreads, workerQueue);
  }

  /**
   * Another pool for requests that may have to wait.
   *
   * @param threads at least 1
   * @param queue how many requests may wait for a thread, at least 1
   * @return a changed copy
   */
  public HttpOptions withWorkers(int threads, int queue) {
    return new HttpOptions(
        healthcheckText, maxBodyBytes, maxReadingBytes, bodyTimeout, threads, queue);
  }
}
