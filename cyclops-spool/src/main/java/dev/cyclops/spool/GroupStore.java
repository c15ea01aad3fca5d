/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.SpoolFile.CommitHook;
import java.sql.SQLException;
import java.util.List;

/** Stores a group of puts in one commit. To be called by whoever has the disk. */
final class GroupStore {
  private final SpoolFolder folder;
  private final SpoolQueue queue;
  private final CommitHook hook;
  private final DiskHealth health;
  private final Repair repair;

  GroupStore(
      SpoolFolder folder, SpoolQueue queue, CommitHook hook, DiskHealth health, Repair repair) {
    this.folder = folder;
    this.queue = queue;
    this.hook = hook;
    this.health = health;
    this.repair = repair;
  }

  /**
   * Stores all of them that nobody has given up, or none; returns when they are on the disk, and
   * decides so.
   *
   * @param wasGood whether the disk was; else it is tried also where there is nothing to store
   */
  void store(List<Put> puts, long nowMillis, boolean wasGood) {
    commit(puts, nowMillis, wasGood);
    withdrawGivenUp(puts);
  }

  private void commit(List<Put> puts, long nowMillis, boolean wasGood) {
    try {
      tryToCommit(puts, nowMillis, wasGood);
    } catch (SQLException e) {
      SpoolException failure = repair.failed(e);
      if (!DamageSigns.isDamage(e)) {
        throw failure;
      }
      commitAfterRepair(puts, nowMillis);
    } catch (RuntimeException e) {
      repair.failed(new SQLException(e));
      throw e;
    }
  }

  /** These did nothing to the file that was damaged, and go into the one that took its place. */
  private void commitAfterRepair(List<Put> puts, long nowMillis) {
    try {
      tryToCommit(puts, nowMillis, false);
    } catch (SQLException e) {
      throw repair.failed(e);
    }
  }

  private void tryToCommit(List<Put> puts, long nowMillis, boolean wasGood) throws SQLException {
    puts.forEach(Put::begin);
    if (!puts.isEmpty() && health.isObstructed()) {
      SpoolException why =
          new SpoolException("the spool " + folder + " takes no events: " + health.trouble(), null);
      // What was there before is still noted, and sent.
      puts.forEach(put -> put.giveUp(why));
    }
    for (Put put : puts) {
      if (!put.isDecided()) {
        queue.put(put, nowMillis);
      }
    }
    if (!wasGood) {
      queue.probe(nowMillis);
    }
    if (!puts.isEmpty()) {
      hook.beforeCommit();
    }
    queue.commit();
  }

  /** What was not waited for must not be there; it is gone from the disk with the next commit. */
  private void withdrawGivenUp(List<Put> puts) {
    for (Put put : puts) {
      Entry entry = put.entry;
      if (!put.decide() && entry != null && put.isReady()) {
        try {
          queue.withdraw(entry);
        } catch (SQLException e) {
          repair.failed(e);
          return;
        }
      }
    }
  }
}
