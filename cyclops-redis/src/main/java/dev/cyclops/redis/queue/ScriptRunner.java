/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Script;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a storage wants of a link; see {@link RedisLink#run}. */
@FunctionalInterface
interface ScriptRunner {
  CompletionStage<@Nullable Object> run(
      Script script, int shard, List<byte[]> keys, List<byte[]> args);
}
