/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisException;
import java.util.concurrent.CompletionStage;

/** Waits for what shards answer, where one that does not answer must not keep others waiting. */
final class Answers {
  private Answers() {}

  /** What one answered, or something else when it failed, which the link has told of. */
  static <T> T orElse(CompletionStage<T> stage, T otherwise) {
    try {
      return QueueChannel.await(stage);
    } catch (RedisException e) {
      return otherwise;
    }
  }
}
