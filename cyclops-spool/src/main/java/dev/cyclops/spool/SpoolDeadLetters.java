/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.BadFrameException;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventPool;
import dev.cyclops.spool.LetterTable.Letter;
import dev.cyclops.storage.DeadLetters;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The events that Sentry refused for good, on the disk. Thread-safe. */
final class SpoolDeadLetters implements DeadLetters {
  private static final Pattern IDS = Pattern.compile("[1-9][0-9]{0,17}");

  private final Disk disk;
  private final InstantSource clock;
  private final Runnable onReady;
  private final EventPool pool = new EventPool();

  SpoolDeadLetters(Disk disk, InstantSource clock, Runnable onReady) {
    this.disk = disk;
    this.clock = clock;
    this.onReady = onReady;
  }

  @Override
  public List<DeadLetter> list(int max) {
    return listBehind(max, null);
  }

  @Override
  public List<DeadLetter> list(int max, String after) {
    Letter behind = disk.<Optional<Letter>>run(queue -> letter(queue, after)).orElse(null);
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    return behind == null ? List.of() : listBehind(max, behind);
  }

  private List<DeadLetter> listBehind(int max, @Nullable Letter behind) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    return disk.run(
        queue -> {
          long now = clock.millis();
          SpoolTables tables = queue.tables(now);
          List<DeadLetter> found = new ArrayList<>();
          for (Letter each : tables.letters().list(DeadBounds.cutoffMillis(now), behind, max)) {
            read(tables, each).ifPresent(found::add);
          }
          return found;
        });
  }

  /** Empty for one that only another version can read. */
  private Optional<DeadLetter> read(SpoolTables tables, Letter letter) throws SQLException {
    byte[] frame = tables.frames().frame(letter.id());
    if (frame == null) {
      return Optional.empty();
    }
    try {
      Event event = EventFrame.decode(frame, pool);
      String id = Long.toString(letter.number());
      return Optional.of(new DeadLetter(id, event, letter.reason(), letter.diedAt()));
    } catch (BadFrameException e) {
      return Optional.empty();
    }
  }

  private Optional<Letter> letter(SpoolQueue queue, String id) throws SQLException {
    if (!IDS.matcher(id).matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(queue.tables(clock.millis()).letters().find(Long.parseLong(id)));
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return disk.run(
        queue -> {
          Optional<Letter> letter = letter(queue, id);
          return letter.isEmpty()
              ? Optional.<DeadLetter>empty()
              : read(queue.tables(clock.millis()), letter.get());
        });
  }

  @Override
  public boolean retry(String id) {
    boolean revived =
        disk.run(
            queue -> {
              Optional<Letter> letter = letter(queue, id);
              if (letter.isEmpty()) {
                return false;
              }
              long now = clock.millis();
              Optional<DeadLetter> read = read(queue.tables(now), letter.get());
              if (read.isPresent()) {
                queue.revive(letter.get(), read.get().event(), now);
                // So that what is in hand is never what a failure takes back.
                queue.commit();
              }
              return read.isPresent();
            });
    if (revived) {
      onReady.run();
    }
    return revived;
  }

  @Override
  public boolean drop(String id) {
    return disk.run(
        queue -> {
          Optional<Letter> letter = letter(queue, id);
          if (letter.isPresent()) {
            queue.drop(letter.get());
          }
          return letter.isPresent();
        });
  }
}
