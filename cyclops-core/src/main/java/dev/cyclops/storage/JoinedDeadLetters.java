/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dead letters of two storages as one list, those in memory under ids of their own; of two that
 * died in the same millisecond the one in memory comes first. Thread-safe as those are.
 */
final class JoinedDeadLetters implements DeadLetters {
  private static final String IN_MEMORY = "memory-";

  /** So many are asked for at once where it is not known how many are wanted. */
  private static final int CHUNK = 1000;

  private final DeadLetters primary;
  private final DeadLetters memory;

  JoinedDeadLetters(DeadLetters primary, DeadLetters memory) {
    this.primary = primary;
    this.memory = memory;
  }

  @Override
  public List<DeadLetter> list(int max) {
    return merge(max, primary.list(max), memory.list(max));
  }

  @Override
  public List<DeadLetter> list(int max, String after) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    DeadLetter last = find(after).orElse(null);
    if (last == null) {
      return List.of();
    }
    long atMillis = last.diedAtMillis();
    if (isInMemory(after)) {
      return merge(max, primaryNotAfter(atMillis, max), memory.list(max, memoryId(after)));
    }
    List<DeadLetter> inMemory =
        memory.list(Integer.MAX_VALUE).stream()
            .filter(letter -> letter.diedAtMillis() < atMillis)
            .toList();
    return merge(max, primary.list(max, after), inMemory);
  }

  /** Has to go through all that died later, since a storage can only be asked by id. */
  private List<DeadLetter> primaryNotAfter(long atMillis, int max) {
    List<DeadLetter> found = new ArrayList<>();
    List<DeadLetter> chunk = primary.list(CHUNK);
    while (true) {
      for (DeadLetter letter : chunk) {
        if (letter.diedAtMillis() <= atMillis) {
          found.add(letter);
          if (found.size() == max) {
            return found;
          }
        }
      }
      if (chunk.size() < CHUNK) {
        return found;
      }
      chunk = primary.list(CHUNK, chunk.get(CHUNK - 1).id());
    }
  }

  private static List<DeadLetter> merge(
      int max, List<DeadLetter> fromPrimary, List<DeadLetter> fromMemory) {
    if (fromMemory.isEmpty()) {
      return fromPrimary;
    }
    List<DeadLetter> merged = new ArrayList<>();
    int p = 0;
    int m = 0;
    while (merged.size() < max && (p < fromPrimary.size() || m < fromMemory.size())) {
      boolean takeMemory =
          p == fromPrimary.size()
              || (m < fromMemory.size()
                  && fromMemory.get(m).diedAtMillis() >= fromPrimary.get(p).diedAtMillis());
      merged.add(takeMemory ? named(fromMemory.get(m++)) : fromPrimary.get(p++));
    }
    return List.copyOf(merged);
  }

  private static DeadLetter named(DeadLetter letter) {
    return new DeadLetter(
        IN_MEMORY + letter.id(), letter.event(), letter.reason(), letter.diedAtMillis());
  }

  private static boolean isInMemory(String id) {
    return id.startsWith(IN_MEMORY);
  }

  private static String memoryId(String id) {
    return id.substring(IN_MEMORY.length());
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return isInMemory(id)
        ? memory.find(memoryId(id)).map(JoinedDeadLetters::named)
        : primary.find(id);
  }

  @Override
  public boolean retry(String id) {
    return isInMemory(id) ? memory.retry(memoryId(id)) : primary.retry(id);
  }

  @Override
  public boolean drop(String id) {
    return isInMemory(id) ? memory.drop(memoryId(id)) : primary.drop(id);
  }
}
