/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.JsonScanner;
import dev.cyclops.payload.JsonText;
import java.util.Arrays;

/**
 * The tags of one event: an object, or a list of names and values in pairs. Belongs to one {@link
 * EventVariables} and is used again. Not thread-safe.
 */
final class EventTags {
  private static final int MAX_NAME = 256;
  private static final byte[] NOTHING = {};

  private final JsonScanner json = new JsonScanner();
  private final JsonHasher hasher;
  private final byte[] scratch = new byte[MAX_NAME + JsonText.SLACK];
  private byte[] array = NOTHING;
  private int start;
  private int end;

  EventTags(JsonHasher hasher) {
    this.hasher = hasher;
  }

  void clear() {
    json.release();
    array = NOTHING;
    start = 0;
    end = 0;
  }

  /** Notes where they stand: the next value, which is skipped. */
  void note(JsonScanner event) {
    array = event.array();
    start = event.position();
    event.skip();
    end = event.position();
  }

  /** Hashes the value of the tag whose name stands between two indexes; clear for none. */
  void hash(byte[] name, int from, int to, Lanes into) {
    into.clear();
    json.reset(array, start, end - start);
    if (json.enterObject()) {
      while (json.nextMember()) {
        hashIf(tokenIs(name, from, to), into);
      }
    } else if (json.enterArray()) {
      while (json.nextElement()) {
        hashPair(name, from, to, into);
      }
    }
  }

  private void hashPair(byte[] name, int from, int to, Lanes into) {
    if (!json.enterArray()) {
      json.skip();
      return;
    }
    boolean found = false;
    for (int i = 0; json.nextElement(); i++) {
      if (i == 0 && json.string()) {
        found = tokenIs(name, from, to);
      } else {
        hashIf(i == 1 && found, into);
      }
    }
  }

  private void hashIf(boolean found, Lanes into) {
    if (found) {
      hasher.hash(json, into);
    } else {
      json.skip();
    }
  }

  private boolean tokenIs(byte[] name, int from, int to) {
    int length = JsonText.decode(array, json.tokenStart(), json.tokenEnd(), scratch, MAX_NAME);
    return Arrays.equals(scratch, 0, length, name, from, to);
  }
}
