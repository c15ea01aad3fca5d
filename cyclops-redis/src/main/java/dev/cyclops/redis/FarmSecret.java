/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The secret of the group keys, the only key of ours that lasts for ever. */
final class FarmSecret {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final int BYTES = 16;
  private static final Script SCRIPT = Script.load("farm-secret");

  private FarmSecret() {}

  /**
   * Waits for the secret, which is made up when there is none.
   *
   * @throws IllegalStateException when it cannot be read
   */
  static byte[] read(RedisLink link) {
    byte[] proposal = new byte[BYTES];
    new SecureRandom().nextBytes(proposal);
    try {
      Object secret =
          propose(link, proposal)
              .toCompletableFuture()
              .get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      if (secret instanceof byte[] bytes && bytes.length == BYTES) {
        return bytes;
      }
      throw new IllegalStateException(
          "the key " + Shards.tag(Shards.FARM) + ":secret in Redis is not the farm's secret");
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause();
      throw unreadable(cause instanceof RedisException ? "" + cause.getMessage() : "failed", e);
    } catch (TimeoutException e) {
      throw unreadable("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreadable("interrupted", e);
    }
  }

  /** Sets it where there is none, as after Redis has lost all; gives the one that counts. */
  static CompletionStage<@Nullable Object> propose(RedisLink link, byte[] secret) {
    List<byte[]> keys = List.of(Shards.key(Shards.FARM, "secret"));
    return link.run(SCRIPT, Shards.FARM, keys, List.of(secret));
  }

  private static IllegalStateException unreadable(String why, Exception e) {
    return new IllegalStateException("the farm's secret cannot be read from Redis: " + why, e);
  }
}
