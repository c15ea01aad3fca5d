/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.storage.Settlement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries end: in the books at once, on the disk with whatever is done there next. So the
 * sending loop waits for no disk; what a crash forgets is sent again.
 */
final class Settlements {
  private record Ending(Entry entry, Settlement settlement, long nowMillis) {}

  /** So that a reason is paid for by what the event took beside its frame. */
  private static final int MAX_REASON = 60;

  private final FrameTable frames;
  private final EventTables events;
  private final LetterTable letters;
  private final Books books;
  private final DeadBounds dead;

  /** Not on the disk yet. Guarded by the books. */
  private final List<Ending> waiting = new ArrayList<>();

  /** On the disk when the next commit is. Guarded by the books. */
  private final List<Ending> uncommitted = new ArrayList<>();

  Settlements(SpoolTables tables, Books books, DeadBounds dead) {
    frames = tables.frames();
    events = tables.events();
    letters = tables.letters();
    this.books = books;
    this.dead = dead;
  }

  /** Whether it had not ended before. */
  boolean settle(SpoolDelivery delivery, Settlement settlement, long nowMillis) {
    synchronized (books) {
      if (!delivery.end()) {
        books.late++;
        return false;
      }
      note(delivery.entry, settlement, nowMillis);
      waiting.add(new Ending(delivery.entry, settlement, nowMillis));
      return true;
    }
  }

  private void note(Entry entry, Settlement settlement, long nowMillis) {
    if (settlement instanceof Settlement.Done) {
      books.done(entry);
    } else if (settlement instanceof Settlement.DeadLetter) {
      books.die(entry, entry.bytes(), nowMillis);
    } else if (settlement instanceof Settlement.Retry retry && retry.atMillis() > nowMillis) {
      books.wait(entry, retry.atMillis(), false);
    } else if (settlement instanceof Settlement.Park park && park.untilMillis() > nowMillis) {
      books.wait(entry, park.untilMillis(), true);
    } else {
      books.giveBack(entry);
    }
  }

  boolean isWaiting() {
    synchronized (books) {
      return !waiting.isEmpty();
    }
  }

  /** Brings all of them to the disk. To be called with the file's lock, before anything else. */
  void apply() throws SQLException {
    List<Ending> all;
    synchronized (books) {
      if (waiting.isEmpty()) {
        return;
      }
      all = new ArrayList<>(waiting);
      waiting.clear();
      uncommitted.addAll(all);
    }
    for (Ending each : all) {
      apply(each);
    }
  }

  void committed() {
    synchronized (books) {
      uncommitted.clear();
    }
  }

  /** What has ended, and is not for certain on the disk. To be called with the books. */
  List<Entry> notOnDisk() {
    return Stream.concat(uncommitted.stream(), waiting.stream()).map(Ending::entry).toList();
  }

  /** Of {@link #notOnDisk} those that died. To be called with the books. */
  long deathsNotOnDisk() {
    return Stream.concat(uncommitted.stream(), waiting.stream())
        .filter(each -> each.settlement instanceof Settlement.DeadLetter)
        .count();
  }

  /**
   * What has ended, and the disk does not know of any more. Of what came back meanwhile and was
   * leased again only the last end counts, and none of what is in hand. To be called with the books
   * and the file.
   */
  List<Entry> unknown(List<Entry> inHand) throws SQLException {
    Map<Long, Ending> last = new LinkedHashMap<>();
    for (List<Ending> endings : List.of(uncommitted, waiting)) {
      for (Ending each : endings) {
        countAttempt(last.put(each.entry.id(), each));
      }
    }
    for (Entry entry : inHand) {
      countAttempt(last.remove(entry.id()));
    }
    uncommitted.clear();
    waiting.clear();
    waiting.addAll(last.values());
    return waiting.stream().map(Ending::entry).toList();
  }

  private void countAttempt(@Nullable Ending overtaken) throws SQLException {
    if (overtaken != null
        && overtaken.settlement instanceof Settlement.Retry retry
        && retry.countsAsAttempt()) {
      frames.countAttempt(overtaken.entry.id());
    }
  }

  /** Ends them once more, in books that found them in hand. To be called with the books. */
  void noteAgain() {
    long done = books.done;
    long deadTotal = books.deadTotal;
    waiting.forEach(each -> note(each.entry, each.settlement, each.nowMillis));
    books.done = done;
    books.deadTotal = deadTotal;
  }

  private void apply(Ending ending) throws SQLException {
    Entry entry = ending.entry;
    events.removeLeased(entry.id());
    if (ending.settlement instanceof Settlement.Done) {
      frames.forget(entry.id());
    } else if (ending.settlement instanceof Settlement.DeadLetter letter) {
      String reason = letter.reason();
      letters.add(
          entry,
          ending.nowMillis,
          reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason);
      dead.keepBound();
    } else if (ending.settlement instanceof Settlement.Retry retry) {
      if (retry.countsAsAttempt()) {
        frames.countAttempt(entry.id());
      }
      comeBack(entry, retry.atMillis(), ending.nowMillis, null);
    } else if (ending.settlement instanceof Settlement.Park park) {
      comeBack(entry, park.untilMillis(), ending.nowMillis, park.lane());
    } else {
      events.addReady(entry);
    }
  }

  private void comeBack(Entry entry, long atMillis, long nowMillis, @Nullable String lane)
      throws SQLException {
    if (atMillis > nowMillis) {
      events.addWaiting(entry, atMillis, lane);
    } else {
      events.addReady(entry);
    }
  }
}
