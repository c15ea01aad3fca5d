/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.Event;
import dev.cyclops.spool.LetterTable.Letter;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.ShedTier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The queue in one file. All but {@link #settle} is to be called by one at a time. A transaction is
 * begun by whoever needs one and goes on until {@link #commit}: what was not committed is as if it
 * had not been.
 */
final class SpoolQueue {
  private final SpoolFile file;
  private final SpoolTables tables;
  private final FrameTable frames;
  private final EventTables events;
  private final LetterTable letters;
  private final Books books;
  private final Expiry expiry;
  private final DeadBounds dead;
  private final Settlements settlements;
  private final RoomMaker room;
  private final Leases leases;
  private long nextId;

  /** Written by whoever has its turn, read by whoever wants to know whether to take one. */
  private volatile boolean begun;

  /** Whether what the process before had in hand may still be so on the disk. */
  private boolean recovering;

  private SpoolQueue(SpoolFile file, Books books, long maxAgeMillis) {
    this.file = file;
    tables = SpoolTables.of(file);
    frames = tables.frames();
    events = tables.events();
    letters = tables.letters();
    this.books = books;
    Dropper dropper = new Dropper(tables, books);
    expiry = new Expiry(events, books, dropper, maxAgeMillis);
    dead = new DeadBounds(tables, books);
    settlements = new Settlements(tables, books, dead);
    room = new RoomMaker(events, books, dropper, expiry, dead);
    leases = new Leases(tables, books, dropper, expiry, dead);
  }

  /** Of a file that another process has left. */
  static SpoolQueue open(SpoolFile file, Books books, long maxAgeMillis) throws SQLException {
    SpoolQueue queue = new SpoolQueue(file, books, maxAgeMillis);
    queue.recover();
    return queue;
  }

  /**
   * What the process before had in hand is ready again. That is not committed yet: also a disk that
   * takes nothing is read from.
   */
  void recover() throws SQLException {
    file.begin();
    begun = true;
    recovering = true;
    events.giveBackAll();
    nextId = frames.highestId() + 1;
    synchronized (books) {
      count();
      if (books.stats().held() + books.dead() != file.total()) {
        throw new DamageException("less or more is there than there should be");
      }
      books.recovered = books.stats().held() + books.dead();
      books.deadTotal = books.dead();
    }
  }

  /** Those that nobody else is to get, whatever becomes of the file. */
  Map<Long, Entry> inHand() {
    synchronized (books) {
      Map<Long, Entry> held = new HashMap<>();
      books.inHand().forEach(entry -> held.put(entry.id(), entry));
      settlements.notOnDisk().forEach(entry -> held.put(entry.id(), entry));
      return held;
    }
  }

  /** What was damaged is lost, and what was dead is ready. */
  void countLost(long lost) {
    synchronized (books) {
      books.deadTotal += lost - (books.dead() - settlements.deathsNotOnDisk());
    }
  }

  private void count() throws SQLException {
    books.open(events.readyCounts(), events.delayedCounts(), events.parkedCounts());
    books.openLetters(letters.count(), letters.bytes());
    books.firstDue(events.firstDue());
    books.firstDeath(letters.firstDeath());
  }

  /**
   * After a failure: what was not committed is not there, and is begun anew. What is in hand is in
   * hand, and what has ended has ended, whatever the disk says.
   */
  void startOver() throws SQLException {
    if (begun) {
      begun = false;
      file.rollback();
    }
    file.begin();
    begun = true;
    if (recovering) {
      events.giveBackAll();
    }
    nextId = Math.max(nextId, frames.highestId() + 1);
    synchronized (books) {
      List<Entry> inHand = new ArrayList<>(books.inHand());
      inHand.addAll(settlements.unknown(List.copyOf(inHand)));
      for (Entry entry : inHand) {
        events.removeReady(entry);
        events.removeWaiting(entry.id());
        events.addLeased(entry);
      }
      books.reset();
      count();
      inHand.forEach(books::foundInHand);
      settlements.noteAgain();
    }
  }

  /** In a transaction, with what has ended. */
  private void begin() throws SQLException {
    if (!begun) {
      file.begin();
      begun = true;
    }
    settlements.apply();
  }

  boolean hasToCommit() {
    return begun || settlements.isWaiting();
  }

  void commit() throws SQLException {
    begin();
    file.commit();
    begun = false;
    recovering = false;
    settlements.committed();
    synchronized (books) {
      books.committed();
    }
  }

  void put(Put put, long nowMillis) throws SQLException {
    begin();
    long project = put.event.project();
    ShedTier tier = ShedTier.of(put.event.category());
    if (room.makeRoom(project, tier, put.cost(), nowMillis, put.drops)) {
      Entry entry = Entry.of(nextId++, put.event, put.event.arrivedAtMillis(), put.cost());
      frames.add(entry.id(), put.frame);
      events.addReady(entry);
      put.entry = entry;
      synchronized (books) {
        books.put(entry);
      }
      if (!put.isReady()) {
        settle(entry, put, nowMillis);
      }
    }
  }

  /** Brings one that another storage has held to where it was there. */
  private void settle(Entry entry, Put put, long nowMillis) throws SQLException {
    for (int i = 0; i < put.attempts; i++) {
      frames.countAttempt(entry.id());
    }
    events.removeReady(entry);
    events.addLeased(entry);
    synchronized (books) {
      books.lease(entry);
    }
    SpoolDelivery delivery = new SpoolDelivery(entry, put.event, put.attempts);
    settlements.settle(delivery, put.state, nowMillis);
    settlements.apply();
  }

  /** Takes back what was put, before anybody else has seen it. */
  void withdraw(Entry entry) throws SQLException {
    begin();
    events.removeReady(entry);
    frames.forget(entry.id());
    synchronized (books) {
      books.dropReady(entry);
    }
  }

  /** Something for the next commit to write, to see whether it can. */
  void probe(long nowMillis) throws SQLException {
    begin();
    file.probe(nowMillis);
  }

  List<Delivery> lease(int max, boolean newest, Paused paused, long nowMillis, Drops drops)
      throws SQLException {
    begin();
    return leases.lease(max, newest, paused, nowMillis, drops);
  }

  boolean release(String lane) throws SQLException {
    begin();
    return leases.release(lane);
  }

  void settle(SpoolDelivery delivery, Settlement settlement, long nowMillis) {
    settlements.settle(delivery, settlement, nowMillis);
  }

  /**
   * What is not urgent, about once a second.
   *
   * @param isShort whether the volume is short of room
   */
  void keepUp(long nowMillis, boolean isShort) throws SQLException {
    begin();
    dead.forgetAged(nowMillis);
    file.giveBackPages(isShort);
  }

  /** With all that ended before. */
  SpoolTables tables(long nowMillis) throws SQLException {
    begin();
    dead.forgetAged(nowMillis);
    return tables;
  }

  /** A dead letter is the youngest of its project from now on. */
  void revive(Letter letter, Event event, long nowMillis) throws SQLException {
    Entry entry = Entry.of(nextId++, event, nowMillis, letter.bytes());
    letters.remove(letter.number());
    frames.rename(letter.id(), entry.id());
    events.addReady(entry);
    synchronized (books) {
      books.revive(entry, letter.bytes());
    }
  }

  /** What was committed may not be on the disk. */
  void doubt() {
    file.doubt();
  }

  void closeFile() throws SQLException {
    begun = false;
    file.close();
  }

  /** Whatever there is now, with no transaction begun. */
  void openAnew() throws SQLException {
    begun = false;
    file.openAnew();
  }

  void drop(Letter letter) throws SQLException {
    dead.forget(letter);
  }

  /** Closes the file in any case. */
  void close() throws SQLException {
    try (file) {
      commit();
    }
  }
}
