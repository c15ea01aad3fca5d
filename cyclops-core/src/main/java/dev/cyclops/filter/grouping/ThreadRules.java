/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/**
 * Which thread's frames stand for an event without an exception: those of the thread that crashed,
 * else of the one that reported, else of the first that has any. Belongs to one {@link
 * GroupingPass} and is used again. Not thread-safe.
 */
final class ThreadRules {
  private static final int NONE = 0;
  private static final int FIRST = 1;
  private static final int CURRENT = 2;
  private static final int CRASHED = 3;

  private final Lanes frames;
  private final Lanes chosen;
  private int rank;

  ThreadRules(KeyedMix mix) {
    frames = new Lanes(mix);
    chosen = new Lanes(mix);
  }

  void clear() {
    chosen.clear();
    rank = NONE;
  }

  /** The frames chosen; clear when there are none. */
  Lanes chosen() {
    return chosen;
  }

  /** Reads a value that should hold threads: a list, or an object with one. */
  void read(EventJson json) {
    clear();
    if (json.array()) {
      readList(json);
    } else if (json.object()) {
      for (Member member = json.nextMember(); member != null; member = json.nextMember()) {
        if (member == Member.VALUES && json.array()) {
          clear();
          readList(json);
        } else {
          json.skip();
        }
      }
    }
  }

  private void readList(EventJson json) {
    while (json.nextElement()) {
      if (json.object()) {
        readOne(json);
      }
    }
  }

  private void readOne(EventJson json) {
    frames.clear();
    int ownRank = FIRST;
    for (Member member = json.nextMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case STACKTRACE -> json.hashFrames(frames);
        case CRASHED -> ownRank = json.isTrue() ? CRASHED : ownRank;
        case CURRENT -> ownRank = json.isTrue() ? Math.max(ownRank, CURRENT) : ownRank;
        default -> json.skip();
      }
    }
    if (frames.present() && ownRank > rank) {
      rank = ownRank;
      chosen.clear();
      chosen.append(frames);
    }
  }
}
