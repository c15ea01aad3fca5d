/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.event.DataCategory;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.Storage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a storage told of events that it gave up, as {@link DropListener} hears it. */
record Drop(
    long project, @Nullable String publicKey, DataCategory category, ShedReason reason, int count) {
  /** Those that a storage tells of from now on. */
  static List<Drop> of(Storage storage) {
    List<Drop> drops = new CopyOnWriteArrayList<>();
    storage.onDropped(
        (project, publicKey, category, reason, count) ->
            drops.add(
                new Drop(
                    project,
                    publicKey,
                    Objects.requireNonNull(category),
                    Objects.requireNonNull(reason),
                    count)));
    return drops;
  }

  static long count(List<Drop> drops) {
    return drops.stream().mapToLong(Drop::count).sum();
  }

  static long countOf(List<Drop> drops, ShedReason reason) {
    return drops.stream().filter(drop -> drop.reason == reason).mapToLong(Drop::count).sum();
  }
}
