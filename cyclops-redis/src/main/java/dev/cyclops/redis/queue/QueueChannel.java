/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the shards, and brings each answer into the picture in the order of asking, before anybody
 * else hears of it. Thread-safe.
 */
final class QueueChannel {
  /** Longer than any answer of a link takes, whatever its timeout. */
  private static final long PATIENCE_SECONDS = 30;

  private final ScriptRunner runner;
  private final QueuePicture picture;
  private final Object[] turns = new Object[Shards.COUNT];

  /** Set while this thread brings an answer, and must not wait for another one. */
  private final ThreadLocal<Boolean> answering = ThreadLocal.withInitial(() -> false);

  QueueChannel(ScriptRunner runner, QueuePicture picture) {
    this.runner = runner;
    this.picture = picture;
    for (int i = 0; i < turns.length; i++) {
      turns[i] = new Object();
    }
  }

  /** Asks a shard; under the lock of the picture, the answer's effect on it is completed. */
  <T extends @Nullable Object> CompletionStage<T> ask(
      int shard, Script script, List<byte[]> args, Function<ShardAnswer, T> underLock) {
    return ask(shard, script, args, false, underLock);
  }

  /** As {@link #ask}, for what answers all lines of the shard. */
  CompletionStage<ShardAnswer> survey(int shard) {
    return ask(shard, QueueScript.SURVEY, List.of(), true, Function.identity());
  }

  /** How many events of a shard are ready; changes nothing in the picture. */
  CompletionStage<Long> glance(int shard) {
    List<byte[]> ready = QueueScript.keys(shard).subList(0, 1);
    return runner.run(QueueScript.GLANCE, shard, ready, List.of()).thenApply(ShardAnswer::number);
  }

  private <T extends @Nullable Object> CompletionStage<T> ask(
      int shard,
      Script script,
      List<byte[]> args,
      boolean allLines,
      Function<ShardAnswer, T> underLock) {
    // One at a time, so that answers come in the order of what is told to whoever applies them.
    synchronized (turns[shard]) {
      return runner
          .run(script, shard, QueueScript.keys(shard), args)
          .thenApply(
              raw -> {
                ShardAnswer answer = ShardAnswer.of(raw);
                synchronized (picture) {
                  if (allLines) {
                    picture.saidAll(shard, answer);
                  } else {
                    picture.said(shard, answer);
                  }
                  return underLock.apply(answer);
                }
              });
    }
  }

  /** Runs what others want to know of an answer, in a thread that must not wait for another one. */
  void answering(Runnable task) {
    boolean before = answering.get();
    answering.set(true);
    try {
      task.run();
    } finally {
      answering.set(before);
    }
  }

  boolean mayWait() {
    return !answering.get();
  }

  /** Waits for an answer; the exception is the one that the stage ended with. */
  static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw new RedisException(RedisException.Kind.UNAVAILABLE, "no answer from the link", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for an end, whatever it is, and until a time at the longest. */
  static void await(CompletableFuture<?> what, long deadlineNanos) {
    try {
      what.get(Math.max(1, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // What is left is for whoever comes next.
    }
  }

  /** What a stage ended with, without what stages wrap around it. */
  static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof java.util.concurrent.CompletionException wrapped
        && wrapped.getCause() != null) {
      return failure(wrapped.getCause());
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new RedisException(RedisException.Kind.FAILED, "an odd answer", cause);
  }

  static byte[] text(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
