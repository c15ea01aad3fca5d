/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.ShedReason;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was given up in one call, to be told when no lock is held. Not thread-safe. */
final class Dropped {
  private record Kind(
      long project, @Nullable String publicKey, DataCategory category, ShedReason reason) {}

  private final Map<Kind, Integer> kinds = new LinkedHashMap<>();

  /** Takes over name and key of each that a script has dropped; answers how many. */
  int add(List<?> namesAndKeys, ShedReason reason) {
    for (int i = 0; i < namesAndKeys.size(); i += 2) {
      byte[] name = ShardAnswer.bytes(namesAndKeys.get(i));
      byte[] key = ShardAnswer.bytes(namesAndKeys.get(i + 1));
      Kind kind =
          new Kind(
              EventName.project(name),
              key.length == 0 ? null : new String(key, UTF_8),
              QueuePicture.known(EventName.category(name)),
              reason);
      kinds.merge(kind, 1, Integer::sum);
    }
    return namesAndKeys.size() / 2;
  }

  /** What the put answers that has brought this about. */
  PutResult result(boolean stored) {
    Map<ShedReason, Integer> byReason = new EnumMap<>(ShedReason.class);
    kinds.forEach((kind, count) -> byReason.merge(kind.reason, count, Integer::sum));
    return new PutResult(stored, byReason);
  }

  void tell(DropListener listener) {
    kinds.forEach(
        (kind, count) ->
            listener.onDropped(kind.project, kind.publicKey, kind.category, kind.reason, count));
  }
}
