/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.BadFrameException;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventPool;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is whole out of a damaged spool, into a new file that takes its place when it is
 * complete: whoever is killed meanwhile finds the damaged one again. All events are ready then,
 * dead letters and what waited as well. Not thread-safe.
 */
final class Rescue {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);

  /** Of what lies behind the end of a log: more than a group of events should ever take. */
  private static final long MAX_UNREAD_BYTES = 64 << 20;

  private static final int EVENTS_AT_ONCE = 4096;

  private final SpoolFolder folder;
  private final EventPool pool = new EventPool();
  private long whole;
  private long damaged;
  private long expected;
  private long highestInHand;
  private int uncommitted;

  private Rescue(SpoolFolder folder) {
    this.folder = folder;
  }

  /**
   * Puts a file of what is whole in the place of a damaged one; an empty one where not even that
   * can be written.
   *
   * @param inHand which are not to be given to anybody else
   * @return how many are lost, as far as that is known
   */
  static long run(SpoolFolder folder, SpoolFile.Options options, Map<Long, Entry> inHand)
      throws IOException {
    Rescue rescue = new Rescue(folder);
    try {
      try {
        rescue.restore(options, inHand);
        folder.finishRescue();
      } catch (SQLException | IOException e) {
        // Not every failure comes twice, and all that is there depends on it.
        rescue = new Rescue(folder);
        rescue.restore(options, inHand);
        folder.finishRescue();
      }
    } catch (SQLException | IOException e) {
      return beginAnew(folder, rescue, e);
    }
    // From here on it is complete, and whoever comes next goes on with it.
    Path aside = folder.replaceByRescued();
    LOG.warn(
        "the spool {} was damaged: {} events could be read, {} could not; what it was is kept in"
            + " {}",
        folder,
        rescue.whole,
        rescue.lost(),
        aside);
    return rescue.lost();
  }

  private static long beginAnew(SpoolFolder folder, Rescue rescue, Exception why)
      throws IOException {
    folder.forgetRescue();
    LOG.warn(
        "the spool {} was damaged and begins anew, since what could be read of it cannot be"
            + " written: {}; all of it is kept in {}, for the command spool --export",
        folder,
        why.getMessage(),
        folder.setAside());
    rescue.whole = 0;
    return rescue.lost();
  }

  private long lost() {
    return Math.max(expected - whole, damaged);
  }

  private void restore(SpoolFile.Options like, Map<Long, Entry> inHand)
      throws SQLException, IOException {
    folder.forgetRescue();
    inHand.keySet().forEach(id -> highestInHand = Math.max(highestInHand, id));
    SpoolFile.Options options = new SpoolFile.Options(Durability.FSYNC, like.maxBytes(), () -> {});
    try (SpoolFile file = SpoolFile.open(folder.rescue(), options)) {
      SpoolTables tables = SpoolTables.of(file);
      file.begin();
      Salvage.read(
          folder.database(),
          new Salvage.Finder() {
            @Override
            public void found(long id, byte[] frame, boolean certain) throws SQLException {
              if (restore(tables, id, frame, certain, inHand)) {
                commitSome(file);
              }
            }

            @Override
            public void expected(long events) {
              expected = Math.max(expected, events);
            }
          });
      file.commit();
      file.finishLog();
    }
  }

  /** Whether it was written. */
  private boolean restore(
      SpoolTables tables, long id, byte[] frame, boolean certain, Map<Long, Entry> inHand)
      throws SQLException {
    try {
      Event event = EventFrame.decode(frame, pool);
      Entry held = inHand.get(id);
      boolean isHeld = held != null && held.isOf(event, frame.length);
      byte[] known = tables.frames().frame(id);
      if (Arrays.equals(known, frame) || (!certain && tables.frames().has(frame))) {
        return false;
      }
      // Another event of the same number: an old page; or one of the two was deleted.
      boolean isTaken = known != null || id < 1 || (held != null && !isHeld);
      long free = isTaken ? Math.max(highestInHand, tables.frames().highestId()) + 1 : id;
      tables.frames().add(free, frame);
      if (isTaken || !isHeld) {
        tables.events().addReady(entry(free, event, frame));
      }
      whole++;
      return true;
    } catch (BadFrameException e) {
      damaged++;
      return false;
    }
  }

  private void commitSome(SpoolFile file) throws SQLException {
    if (++uncommitted == EVENTS_AT_ONCE) {
      uncommitted = 0;
      file.commit();
      file.begin();
    }
  }

  private static Entry entry(long id, Event event, byte[] frame) {
    return Entry.of(id, event, event.arrivedAtMillis(), Entry.cost(frame.length));
  }

  /** What a log has of its last commit, where that is not whole; to be read before it is opened. */
  static Map<Long, byte[]> unread(SpoolFolder folder) throws IOException {
    Map<Long, byte[]> found = new HashMap<>();
    EventPool pool = new EventPool();
    long[] bytes = new long[1];
    try {
      Salvage.readUnread(
          folder.database(),
          (id, frame, certain) -> {
            bytes[0] += frame.length;
            try {
              EventFrame.decode(frame, pool);
              if (id > 0 && bytes[0] <= MAX_UNREAD_BYTES) {
                found.put(id, frame);
              }
            } catch (BadFrameException e) {
              // It was not to be read anyway.
            }
          });
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return found;
  }

  /** Adds them to what was opened, but for those that are there. */
  static void add(SpoolFolder folder, SpoolFile file, Map<Long, byte[]> unread)
      throws SQLException {
    EventPool pool = new EventPool();
    SpoolTables tables = SpoolTables.of(file);
    int added = 0;
    file.begin();
    for (Map.Entry<Long, byte[]> each : unread.entrySet()) {
      try {
        Event event = EventFrame.decode(each.getValue(), pool);
        if (tables.frames().frame(each.getKey()) == null) {
          tables.frames().add(each.getKey(), each.getValue());
          tables.events().addReady(entry(each.getKey(), event, each.getValue()));
          added++;
        }
      } catch (BadFrameException e) {
        throw new DamageException("was whole before");
      }
    }
    file.commit();
    LOG.info(
        "the last commit of the spool {} was cut off: {} of its events could be read",
        folder,
        added);
  }
}
