/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts at once, and answers when it is told to. For one thread. */
final class LateCache implements Cache {
  private record Waiting(CompletableFuture<Hit> stage, Hit hit) {}

  private final Cache counts;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  boolean atOnce;

  LateCache(ManualTime time) {
    counts = Cache.inMemory(64, time::nanos);
  }

  @Override
  public boolean answersLater() {
    return true;
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public CompletionStage<Hit> hitLater(GroupKey key, Duration window, long places) {
    Hit hit = counts.hit(key, window);
    if (atOnce) {
      return CompletableFuture.completedStage(hit);
    }
    CompletableFuture<Hit> stage = new CompletableFuture<>();
    waiting.add(new Waiting(stage, hit));
    return stage;
  }

  void answer() {
    while (!waiting.isEmpty()) {
      Waiting next = waiting.remove();
      next.stage.complete(next.hit);
    }
  }

  void fail(Throwable thrown) {
    waiting.remove().stage.completeExceptionally(thrown);
  }

  @Override
  public Hit hit(GroupKey key, Duration window) {
    throw new AssertionError("nobody waits for this cache");
  }

  @Override
  public long giveBack(GroupKey key, Hit hit, long places) {
    return counts.giveBack(key, hit, places);
  }
}
