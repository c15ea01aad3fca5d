/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.EventFrame;
import dev.cyclops.spool.EventTables.Waiting;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.ShedReason;
import java.sql.SQLException;

/** Gives up events that are not in hand. To be called with the file's lock. */
final class Dropper {
  private final FrameTable frames;
  private final EventTables events;
  private final Books books;

  Dropper(SpoolTables tables, Books books) {
    frames = tables.frames();
    events = tables.events();
    this.books = books;
  }

  void ready(Entry entry, ShedReason reason, Drops drops) throws SQLException {
    events.takeReady(entry);
    forget(entry, reason, drops);
    synchronized (books) {
      books.dropReady(entry);
      count(reason);
    }
  }

  void waiting(Waiting waiting, ShedReason reason, Drops drops) throws SQLException {
    Entry entry = waiting.entry();
    events.takeWaiting(entry.id());
    forget(entry, reason, drops);
    synchronized (books) {
      books.dropWaiting(entry, waiting.parked());
      count(reason);
    }
  }

  private void forget(Entry entry, ShedReason reason, Drops drops) throws SQLException {
    byte[] frame = frames.frame(entry.id());
    String key = frame == null ? null : EventFrame.publicKey(frame);
    drops.add(entry.project(), key, entry.category(), reason);
    frames.forget(entry.id());
  }

  private void count(ShedReason reason) {
    if (reason == ShedReason.EXPIRED) {
      books.expired++;
    } else {
      books.shed++;
    }
  }
}
