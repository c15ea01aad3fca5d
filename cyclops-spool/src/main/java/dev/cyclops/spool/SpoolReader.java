/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.BadFrameException;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventCodes;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a spool that no process uses, or into a file that was damaged, and changes nothing. No
 * process can take the spool meanwhile. Not thread-safe.
 */
public final class SpoolReader implements AutoCloseable {
  /** What is told of each event. */
  public interface Visitor {
    /**
     * One more event.
     *
     * @param state what it is there for
     * @param number by which it is known in this file
     * @param event null when it cannot be read
     * @param frame as it lies there
     * @param note the lane of one that is parked, the reason of one that is dead; else null
     * @throws IOException ends the reading
     */
    void visit(
        EventState state, long number, @Nullable Event event, byte[] frame, @Nullable String note)
        throws IOException;
  }

  private final SpoolSource source;
  private final EventPool pool = new EventPool();

  private SpoolReader(SpoolSource source) {
    this.source = source;
  }

  /**
   * Opens it. Where a process has left a log beside the file, as after a kill, that is a copy in
   * the folder for temporary files, of the same size.
   *
   * @param path the folder of a spool, or a file that was set aside as damaged
   * @return what can be read
   * @throws SpoolException in a line, when there is none, it is in use, or it cannot be read
   */
  public static SpoolReader open(Path path) {
    try {
      return new SpoolReader(SpoolSource.open(path));
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /**
   * Whether a process has it, so that it cannot be opened.
   *
   * @param folder of a spool
   * @return false where there is none
   */
  public static boolean isInUse(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try {
      SpoolHold.take(folder).close();
      return false;
    } catch (SpoolException e) {
      return true;
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  private static SpoolException failure(Path path, Exception e) {
    return new SpoolException("the spool " + path + " cannot be read: " + e.getMessage(), e);
  }

  /**
   * Counts what is there, by rows; of a damaged file, by what is found in it.
   *
   * @return the counts
   */
  public SpoolContents contents() {
    try {
      SpoolRows rows = source.rows();
      if (rows != null) {
        try {
          SpoolCount counting = new SpoolCount();
          rows.forEach(row -> counting.add(row.state(), category(row), row.entry()));
          for (LetterTable.Letter letter : rows.letters()) {
            byte[] frame = rows.frame(letter.id());
            Event event = frame == null ? null : decode(frame);
            counting.addDead(event, letter.bytes());
          }
          return counting.contents(source.fileBytes(), rows.unusedBytes(), false);
        } catch (SQLException e) {
          // It is damaged, then.
        }
      }
      SpoolCount counting = new SpoolCount();
      salvage((state, number, event, frame, note) -> counting.addFound(event, frame.length));
      return counting.contents(source.fileBytes(), 0, true);
    } catch (IOException e) {
      throw failure(source.path(), e);
    }
  }

  /**
   * Looks at each page and at each event.
   *
   * @param progress is told how many events were looked at, after each of them
   * @return what was found
   */
  public SpoolCheck verify(LongConsumer progress) {
    List<String> faults = new ArrayList<>();
    long[] counts = new long[5];
    try {
      if (RawLog.of(source.log()).state() != RawLog.State.WHOLE) {
        faults.add("the log is damaged, or its last commit was cut off");
      }
      SpoolRows rows = source.rows();
      if (rows == null) {
        faults.add("the file is no longer one that SQLite can open");
      } else {
        try {
          faults.addAll(rows.faults());
          check(rows, counts, progress);
        } catch (SQLException e) {
          faults.add(String.valueOf(e.getMessage()));
        }
      }
    } catch (IOException e) {
      throw failure(source.path(), e);
    }
    return new SpoolCheck(counts[0], counts[1], counts[2], counts[3], counts[4], faults);
  }

  private void check(SpoolRows rows, long[] counts, LongConsumer progress)
      throws SQLException, IOException {
    long[] seen = new long[1];
    rows.forEach(
        row -> {
          byte[] frame = rows.frame(row.entry().id());
          Event event = frame == null ? null : decode(frame);
          boolean fits = event != null && frame != null && row.entry().isOf(event, frame.length);
          counts[frame == null ? 3 : event == null ? 1 : fits ? 0 : 2]++;
          progress.accept(++seen[0]);
        });
    for (LetterTable.Letter letter : rows.letters()) {
      byte[] frame = rows.frame(letter.id());
      counts[frame == null ? 3 : decode(frame) == null ? 1 : 0]++;
      progress.accept(++seen[0]);
    }
    rows.forEachLoose((id, frame) -> counts[4]++);
  }

  /**
   * Tells of each event, those of a damaged file as {@link EventState#LOOSE}.
   *
   * @param visitor is told
   * @return whether the file was damaged, and what could be found in it was told
   * @throws IOException what the visitor throws
   */
  public boolean forEach(Visitor visitor) throws IOException {
    SpoolRows rows = source.rows();
    try {
      boolean whole =
          rows != null && RawLog.of(source.log()).state() != RawLog.State.DAMAGED && rows.isWhole();
      if (!whole || rows == null) {
        salvage(visitor);
        return true;
      }
      rows.forEach(
          row -> {
            byte[] frame = rows.frame(row.entry().id());
            if (frame != null) {
              visitor.visit(row.state(), row.entry().id(), decode(frame), frame, row.lane());
            }
          });
      for (LetterTable.Letter letter : rows.letters()) {
        byte[] frame = rows.frame(letter.id());
        if (frame != null) {
          visitor.visit(EventState.DEAD, letter.id(), decode(frame), frame, letter.reason());
        }
      }
      rows.forEachLoose(
          (id, frame) -> visitor.visit(EventState.LOOSE, id, decode(frame), frame, null));
      return false;
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void salvage(Visitor visitor) throws IOException {
    Set<Long> seen = new HashSet<>();
    try {
      Salvage.read(
          source.file(),
          (id, frame, certain) -> {
            Event event = decode(frame);
            if (event != null && seen.add(id)) {
              try {
                visitor.visit(EventState.LOOSE, id, event, frame, null);
              } catch (IOException e) {
                throw new SQLException(e);
              }
            }
          });
    } catch (SQLException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  private @Nullable Event decode(byte[] frame) {
    try {
      return EventFrame.decode(frame, pool);
    } catch (BadFrameException e) {
      return null;
    }
  }

  private static String category(SpoolRows.Row row) {
    DataCategory known = EventCodes.category(row.entry().code());
    return known == null ? Integer.toString(row.entry().code()) : known.wireName();
  }

  @Override
  public void close() {
    source.close();
  }
}
