/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.EventFrame;
import dev.cyclops.spool.SpoolFile.Waiting;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.ShedReason;
import java.sql.SQLException;

/** Gives up events that are not in hand. To be called with the file's lock. */
final class Dropper {
  private final SpoolFile file;
  private final Books books;

  Dropper(SpoolFile file, Books books) {
    this.file = file;
    this.books = books;
  }

  void ready(Entry entry, ShedReason reason, Drops drops) throws SQLException {
    file.takeReady(entry);
    forget(entry, reason, drops);
    synchronized (books) {
      books.dropReady(entry);
      count(reason);
    }
  }

  void waiting(Waiting waiting, ShedReason reason, Drops drops) throws SQLException {
    Entry entry = waiting.entry();
    file.takeWaiting(entry.id());
    forget(entry, reason, drops);
    synchronized (books) {
      books.dropWaiting(entry, waiting.parked());
      count(reason);
    }
  }

  private void forget(Entry entry, ShedReason reason, Drops drops) throws SQLException {
    byte[] frame = file.frame(entry.id());
    String key = frame == null ? null : EventFrame.publicKey(frame);
    drops.add(entry.project(), key, entry.category(), reason);
    file.forget(entry.id());
  }

  private void count(ShedReason reason) {
    if (reason == ShedReason.EXPIRED) {
      books.expired++;
    } else {
      books.shed++;
    }
  }
}
