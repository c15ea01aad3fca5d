/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.RedisException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a link for small things and says what came of it. */
final class LinkProbe {
  /** Appends to a list; answers how long it is. Its keys are of one shard. */
  static final Script APPEND = Script.of("append", "return redis.call('RPUSH', KEYS[1], ARGV[1])");

  static final Script ALL = Script.of("all", "return redis.call('LRANGE', KEYS[1], 0, -1)");

  /** Frees: no memory is needed for it. */
  static final Script REMOVE = Script.of("remove", "return redis.call('DEL', KEYS[1])");

  private LinkProbe() {}

  static CompletableFuture<@Nullable Object> ask(
      RedisLink link, Script script, int shard, String... args) {
    return link.run(
            script,
            shard,
            List.of(Shards.key(shard, "list")),
            List.of(args).stream().map(arg -> arg.getBytes(UTF_8)).toList())
        .toCompletableFuture();
  }

  /** The answer; fails the test where there is none in good time. */
  static @Nullable Object answer(RedisLink link, Script script, int shard, String... args) {
    return await(ask(link, script, shard, args));
  }

  static @Nullable Object await(CompletableFuture<@Nullable Object> asked) {
    try {
      return asked.get(120, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static RedisException failure(CompletableFuture<@Nullable Object> asked) {
    try {
      throw new AssertionError("answered " + asked.get(120, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(RedisException.class);
      return (RedisException) e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether it is done, for use while something fails over. */
  static boolean works(RedisLink link, int shard) {
    try {
      return ask(link, APPEND, shard, "x").get(120, TimeUnit.SECONDS) instanceof Long;
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(RedisException.class);
      return false;
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static Kind kind(CompletableFuture<@Nullable Object> asked) {
    return failure(asked).kind();
  }
}
