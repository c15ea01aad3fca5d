/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The secret of the group keys, the only key of ours that lasts for ever. */
final class FarmSecret {
  private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int BYTES = 16;
  private static final Script SCRIPT = Script.load(FarmSecret.class, "secret");

  private FarmSecret() {}

  /**
   * Waits for the secret, which is made up when there is none; a first connection may take longer
   * than an answer.
   *
   * @throws IllegalStateException when it cannot be read
   */
  static byte[] read(RedisLink link) {
    byte[] proposal = new byte[BYTES];
    new SecureRandom().nextBytes(proposal);
    long begin = System.nanoTime();
    while (true) {
      try {
        return checked(propose(link, proposal).toCompletableFuture().join());
      } catch (CompletionException e) {
        boolean away = e.getCause() instanceof RedisException cause && isAway(cause);
        if (!away || System.nanoTime() - begin > WITHIN_NANOS || Thread.interrupted()) {
          throw unreadable(e);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static boolean isAway(RedisException cause) {
    return cause.kind() == RedisException.Kind.UNAVAILABLE;
  }

  private static byte[] checked(@Nullable Object secret) {
    if (secret instanceof byte[] bytes && bytes.length == BYTES) {
      return bytes;
    }
    throw new IllegalStateException(
        "the key " + Shards.tag(Shards.FARM) + ":secret in Redis is not the farm's secret");
  }

  /** Sets it where there is none, as after Redis has lost all; gives the one that counts. */
  static CompletionStage<@Nullable Object> propose(RedisLink link, byte[] secret) {
    List<byte[]> keys = List.of(Shards.key(Shards.FARM, "secret"));
    return link.run(SCRIPT, Shards.FARM, keys, List.of(secret));
  }

  private static IllegalStateException unreadable(CompletionException e) {
    String why = e.getCause() instanceof RedisException cause ? "" + cause.getMessage() : "failed";
    return new IllegalStateException("the farm's secret cannot be read from Redis: " + why, e);
  }
}
