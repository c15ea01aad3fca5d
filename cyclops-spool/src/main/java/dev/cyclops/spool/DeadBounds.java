/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.LetterTable.Letter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many dead letters are kept, and for how long. To be called with the file's lock. */
final class DeadBounds {
  private static final long MAX_AGE_MILLIS = TimeUnit.HOURS.toMillis(24);
  private static final long MAX_BYTES = 64 << 20;
  private static final int MAX_AT_ONCE = 200;

  private final FrameTable frames;
  private final LetterTable letters;
  private final Books books;
  private final long maxBytes;

  DeadBounds(SpoolTables tables, Books books) {
    frames = tables.frames();
    letters = tables.letters();
    this.books = books;
    maxBytes = Math.min(MAX_BYTES, books.maxBytes() / 8);
  }

  static long cutoffMillis(long nowMillis) {
    return Math.max(0, nowMillis - MAX_AGE_MILLIS);
  }

  /** All but the last one may have to go. */
  void keepBound() throws SQLException {
    while (isOver()) {
      List<Letter> oldest = letters.oldest(Long.MAX_VALUE, 1);
      if (oldest.isEmpty()) {
        throw new DamageException("fewer dead letters are there than were counted");
      }
      forget(oldest.get(0));
    }
  }

  private boolean isOver() {
    synchronized (books) {
      return books.deadBytes() > maxBytes && books.dead() > 1;
    }
  }

  void forgetAged(long nowMillis) throws SQLException {
    synchronized (books) {
      if (!books.hasLettersBefore(cutoffMillis(nowMillis))) {
        return;
      }
    }
    List<Letter> aged;
    do {
      aged = letters.oldest(cutoffMillis(nowMillis), MAX_AT_ONCE);
      for (Letter letter : aged) {
        forget(letter);
      }
    } while (aged.size() == MAX_AT_ONCE);
    long first = letters.firstDeath();
    synchronized (books) {
      books.firstDeath(first);
    }
  }

  /** Forgets those that died first until so much is free; how much that was. */
  long free(long bytes) throws SQLException {
    long freed = 0;
    while (freed < bytes) {
      List<Letter> oldest = letters.oldest(Long.MAX_VALUE, 1);
      if (oldest.isEmpty()) {
        break;
      }
      forget(oldest.get(0));
      freed += oldest.get(0).bytes();
    }
    return freed;
  }

  void forget(Letter letter) throws SQLException {
    letters.remove(letter.number());
    frames.forget(letter.id());
    synchronized (books) {
      books.forgetLetter(letter.bytes());
    }
  }
}
