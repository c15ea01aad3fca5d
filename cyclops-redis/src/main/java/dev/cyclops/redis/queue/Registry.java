/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Who has the queue open: the first one accounts for what it finds there. Thread-safe. */
final class Registry {
  private static final Script REGISTER = Script.load(Registry.class, "register");
  private static final long KNOWN_MILLIS = 15_000;
  private static final List<byte[]> KEYS = List.of(Shards.key(Shards.FARM, "storages"));

  private final ScriptRunner runner;
  private final byte[] instance;

  Registry(ScriptRunner runner, byte[] instance) {
    this.runner = runner;
    this.instance = instance.clone();
  }

  /** To be repeated every few seconds; answers how many others are there. */
  CompletionStage<Long> open() {
    return tell(1);
  }

  CompletionStage<Long> close() {
    return tell(0);
  }

  private CompletionStage<Long> tell(int open) {
    List<byte[]> args = List.of(instance, QueueChannel.text(KNOWN_MILLIS), QueueChannel.text(open));
    return runner
        .run(REGISTER, Shards.FARM, KEYS, args)
        .thenApply(answer -> ShardAnswer.number(answer));
  }
}
