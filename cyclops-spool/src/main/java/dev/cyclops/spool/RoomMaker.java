/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.EventTables.Waiting;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.ShedPlan;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.ShedTier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes room for what is put. To be called with the file's lock. */
final class RoomMaker {
  /** How many of a line are looked at together. */
  private static final int MAX_AT_ONCE = 32;

  private final EventTables events;
  private final Books books;
  private final Dropper dropper;
  private final Expiry expiry;
  private final DeadBounds dead;

  RoomMaker(EventTables events, Books books, Dropper dropper, Expiry expiry, DeadBounds dead) {
    this.events = events;
    this.books = books;
    this.dropper = dropper;
    this.expiry = expiry;
    this.dead = dead;
  }

  /** Makes room wholly and answers true, or gives up nothing but what had expired. */
  boolean makeRoom(long project, ShedTier last, long cost, long nowMillis, Drops drops)
      throws SQLException {
    synchronized (books) {
      if (books.missingFor(cost) <= 0) {
        return true;
      }
    }
    expiry.sweep(nowMillis, drops);
    ShedPlan plan;
    long missing;
    synchronized (books) {
      missing = books.missingFor(cost);
      plan = new ShedPlan(books.projects(), project, last, books.maxBytes());
      if (missing - books.deadBytes() > plan.payable(missing)) {
        return false;
      }
    }
    missing -= dead.free(missing);
    while (missing > 0) {
      ShedPlan.Victim victim;
      synchronized (books) {
        victim = plan.next(missing, 0);
      }
      if (victim == null) {
        return false;
      }
      long freed = shed(victim, nowMillis, drops);
      if (freed == 0) {
        plan.giveUpOn(victim);
      }
      missing -= freed;
    }
    return true;
  }

  /** The oldest of a line that are ready, or wait. */
  private final class Head {
    private final long project;
    private final int code;
    private final boolean ready;
    private List<Waiting> some = List.of();
    private int at;
    private @Nullable Entry behind;
    private boolean over;

    Head(long project, int code, boolean ready) {
      this.project = project;
      this.code = code;
      this.ready = ready;
    }

    @Nullable Waiting peek() throws SQLException {
      if (at == some.size() && !over) {
        some = ready ? asWaiting() : events.waiting(project, code, behind, MAX_AT_ONCE);
        at = 0;
        over = some.isEmpty();
      }
      return over ? null : some.get(at);
    }

    private List<Waiting> asWaiting() throws SQLException {
      List<Waiting> found = new ArrayList<>();
      for (Entry entry : events.ready(project, code, false, behind, MAX_AT_ONCE)) {
        found.add(new Waiting(entry, false));
      }
      return found;
    }

    void drop(ShedReason reason, Drops drops) throws SQLException {
      Waiting first = some.get(at++);
      behind = first.entry();
      if (ready) {
        dropper.ready(first.entry(), reason, drops);
      } else {
        dropper.waiting(first, reason, drops);
      }
    }
  }

  private long shed(ShedPlan.Victim victim, long nowMillis, Drops drops) throws SQLException {
    List<Head> heads = new ArrayList<>();
    synchronized (books) {
      ProjectBook project = books.projects().get(victim.project());
      for (LineBook line : project == null ? List.<LineBook>of() : project.lines) {
        if (line.tier == victim.tier()) {
          heads.add(new Head(victim.project(), line.code, true));
          heads.add(new Head(victim.project(), line.code, false));
        }
      }
    }
    long freed = 0;
    while (freed < victim.bytes()) {
      Head oldest = null;
      Entry best = null;
      for (Head head : heads) {
        Waiting first = head.peek();
        if (first != null && (best == null || first.entry().isOlderThan(best))) {
          best = first.entry();
          oldest = head;
        }
      }
      if (oldest == null || best == null) {
        return freed;
      }
      boolean expired = expiry.isExpired(best, nowMillis);
      oldest.drop(expired ? ShedReason.EXPIRED : victim.tier().reason(), drops);
      freed += best.bytes();
    }
    return freed;
  }
}
