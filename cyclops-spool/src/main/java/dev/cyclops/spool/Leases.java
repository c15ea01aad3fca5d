/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.BadFrameException;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventPool;
import dev.cyclops.spool.EventTables.Waiting;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.ShedReason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases events, projects in turn. To be called with the file's lock. */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);
  private static final int MAX_AT_ONCE = 256;

  /** What a project is to give. */
  private static final class Share {
    private final ProjectBook project;
    private final List<LineBook> lines;
    private final long ready;
    private int count;

    /** How many of these there were, whatever became of them. */
    private int seen;

    private List<SpoolDelivery> given = List.of();

    private Share(ProjectBook project, List<LineBook> lines) {
      this.project = project;
      this.lines = lines;
      ready = lines.stream().mapToLong(line -> line.ready).sum();
    }
  }

  private final FrameTable frames;
  private final EventTables events;
  private final LetterTable letters;
  private final Books books;
  private final Dropper dropper;
  private final Expiry expiry;
  private final DeadBounds dead;
  private final EventPool pool = new EventPool();

  Leases(SpoolTables tables, Books books, Dropper dropper, Expiry expiry, DeadBounds dead) {
    frames = tables.frames();
    events = tables.events();
    letters = tables.letters();
    this.books = books;
    this.dropper = dropper;
    this.expiry = expiry;
    this.dead = dead;
  }

  /** Makes ready whose time has come. */
  void wake(long nowMillis) throws SQLException {
    synchronized (books) {
      if (!books.isDue(nowMillis)) {
        return;
      }
    }
    List<Waiting> due;
    do {
      due = events.due(nowMillis, MAX_AT_ONCE);
      makeReady(due);
    } while (due.size() == MAX_AT_ONCE);
    long next = events.firstDue();
    synchronized (books) {
      books.firstDue(next);
    }
  }

  /** Makes ready what is parked under a name; whether there was anything. */
  boolean release(String lane) throws SQLException {
    boolean any = false;
    List<Waiting> parked;
    do {
      parked = events.inLane(lane, MAX_AT_ONCE);
      makeReady(parked);
      any |= !parked.isEmpty();
    } while (parked.size() == MAX_AT_ONCE);
    return any;
  }

  private void makeReady(List<Waiting> waiting) throws SQLException {
    for (Waiting each : waiting) {
      events.takeWaiting(each.entry().id());
      events.addReady(each.entry());
      synchronized (books) {
        books.wake(each.entry(), each.parked());
      }
    }
  }

  List<Delivery> lease(int max, boolean newest, Paused paused, long nowMillis, Drops drops)
      throws SQLException {
    wake(nowMillis);
    expiry.sweep(nowMillis, drops);
    List<Entry> taken = new ArrayList<>();
    boolean handedOut = false;
    try {
      List<Delivery> deliveries = lease(max, newest, paused, nowMillis, drops, taken);
      handedOut = true;
      return deliveries;
    } finally {
      if (!handedOut) {
        // Nobody will ever hear of these.
        synchronized (books) {
          taken.forEach(books::giveBack);
        }
      }
    }
  }

  private List<Delivery> lease(
      int max, boolean newest, Paused paused, long nowMillis, Drops drops, List<Entry> leased)
      throws SQLException {
    List<Delivery> deliveries = new ArrayList<>(Math.min(max, 16));
    boolean more = true;
    // Again when some of what was planned had expired, or could not be read.
    while (more && deliveries.size() < max) {
      int before = deliveries.size();
      int missing = max - before;
      List<Share> shares = plan(missing, paused);
      int planned = 0;
      int seen = 0;
      for (Share share : shares) {
        planned += share.count;
        share.given = take(share, newest, nowMillis, drops, leased);
        seen += share.seen;
      }
      addInTurn(shares, deliveries);
      if (seen < planned) {
        throw new DamageException("less is there than was counted");
      }
      more = planned > deliveries.size() - before;
    }
    return deliveries;
  }

  private List<Share> plan(int max, Paused paused) {
    List<Share> shares = new ArrayList<>();
    synchronized (books) {
      for (ProjectBook project : books.turns()) {
        if (shares.size() == max) {
          break;
        }
        List<LineBook> sendable = new ArrayList<>(project.lines.size());
        for (LineBook line : project.lines) {
          if (line.ready > 0
              && line.category != null
              && !paused.isPaused(project.project, line.category)) {
            sendable.add(line);
          }
        }
        if (!sendable.isEmpty()) {
          shares.add(new Share(project, sendable));
        }
      }
      int left = max;
      boolean more = true;
      while (more && left > 0) {
        more = false;
        for (Share share : shares) {
          if (left > 0 && share.count < share.ready) {
            share.count++;
            left--;
            more = true;
            books.hadItsTurn(share.project);
          }
        }
      }
    }
    return shares;
  }

  private static void addInTurn(List<Share> shares, List<Delivery> deliveries) {
    boolean more = true;
    for (int round = 0; more; round++) {
      more = false;
      for (Share share : shares) {
        if (round < share.given.size()) {
          deliveries.add(share.given.get(round));
          more = true;
        }
      }
    }
  }

  private List<SpoolDelivery> take(
      Share share, boolean newest, long nowMillis, Drops drops, List<Entry> leased)
      throws SQLException {
    List<List<Entry>> heads = new ArrayList<>();
    for (LineBook line : share.lines) {
      heads.add(events.ready(share.project.project, line.code, newest, null, share.count));
    }
    int[] at = new int[heads.size()];
    List<SpoolDelivery> taken = new ArrayList<>(share.count);
    for (int i = 0; i < share.count; i++) {
      int best = -1;
      for (int line = 0; line < at.length; line++) {
        if (at[line] < heads.get(line).size()
            && (best < 0
                || heads.get(line).get(at[line]).isOlderThan(heads.get(best).get(at[best]))
                    != newest)) {
          best = line;
        }
      }
      if (best < 0) {
        break;
      }
      share.seen++;
      SpoolDelivery delivery = take(heads.get(best).get(at[best]++), nowMillis, drops);
      if (delivery != null) {
        leased.add(delivery.entry);
        taken.add(delivery);
      }
    }
    return taken;
  }

  private @Nullable SpoolDelivery take(Entry entry, long nowMillis, Drops drops)
      throws SQLException {
    if (expiry.isExpired(entry, nowMillis)) {
      dropper.ready(entry, ShedReason.EXPIRED, drops);
      return null;
    }
    byte[] frame = frames.frame(entry.id());
    if (frame == null) {
      throw new DamageException("an event is gone");
    }
    events.takeReady(entry);
    try {
      Event event = EventFrame.decode(frame, pool);
      if (!entry.isOf(event, frame.length)) {
        throw new DamageException("an event is another one than it should be");
      }
      int attempts = frames.attempts(entry.id());
      events.addLeased(entry);
      synchronized (books) {
        books.lease(entry);
      }
      return new SpoolDelivery(entry, event, attempts);
    } catch (BadFrameException e) {
      LOG.warn("An event in the spool cannot be read and is given up: {}", e.getMessage());
      // Nobody can send it; whoever wants to look at it finds it there.
      letters.add(entry, nowMillis, "cannot be read: " + e.getMessage());
      synchronized (books) {
        books.lease(entry);
        books.die(entry, entry.bytes(), nowMillis);
      }
      dead.keepBound();
      return null;
    }
  }
}
