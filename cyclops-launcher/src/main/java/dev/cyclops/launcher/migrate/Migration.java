/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import dev.cyclops.Receipt;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.event.Event;
import dev.cyclops.redis.migrate.PythonQueues;
import dev.cyclops.redis.migrate.PythonQueues.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the entries of all lists, the oldest first, a few at a time: read, put where they are sent
 * from, taken off their list. It may be ended at any time and begun again. Not thread-safe.
 */
public final class Migration {
  private final PythonQueues queues;
  private final Intake intake;
  private final LongConsumer progress;
  private final MigrationCount count = new MigrationCount();
  private @Nullable String stopped;

  /**
   * A migration.
   *
   * @param queues locked by the caller
   * @param intake takes the events
   * @param progress is told now and then how many entries are done
   */
  public Migration(PythonQueues queues, Intake intake, LongConsumer progress) {
    this.queues = queues;
    this.intake = intake;
    this.progress = progress;
  }

  /**
   * What it has done so far.
   *
   * @return goes on being counted
   */
  public MigrationCount count() {
    return count;
  }

  /**
   * Why it ended before all was moved.
   *
   * @return some words; null when it did not
   */
  public @Nullable String stopped() {
    return stopped;
  }

  /**
   * Moves what is there; what an instance of old adds meanwhile stays for the next time.
   *
   * @throws dev.cyclops.redis.RedisException when Redis does not answer; nothing is lost
   * @throws IllegalStateException when another migration has begun
   */
  public void run() {
    for (String project : queues.projects()) {
      long left = queues.size(project);
      while (left > 0 && stopped == null) {
        List<byte[]> entries = queues.read(project, 0);
        if (entries.isEmpty()) {
          break;
        }
        left -= entries.size();
        move(project, entries);
        progress.accept(count.all());
      }
    }
  }

  private void move(String project, List<byte[]> entries) {
    if (intake.isFull()) {
      stopped = "the queue is filled to 60 % by now";
      return;
    }
    List<@Nullable String> reasons = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (byte[] entry : entries) {
      try {
        events.add(PythonEvents.read(entry));
        reasons.add(null);
      } catch (UnreadableEntryException e) {
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    settle(project, entries, reasons, intake.take(events));
  }

  private void settle(
      String project,
      List<byte[]> entries,
      List<@Nullable String> reasons,
      List<Receipt> receipts) {
    List<Fate> fates = new ArrayList<>();
    int taken = 0;
    for (String unreadable : reasons) {
      String reason = unreadable;
      if (reason == null) {
        Receipt receipt = receipts.get(taken++);
        if (receipt.outcome() == Outcome.FULL || receipt.outcome() == Outcome.CLOSED) {
          stopped = "the queue takes no more events now";
          break;
        }
        reason = receipt.isSuccess() ? null : receipt.detail();
      }
      fates.add(reason == null ? Fate.MOVED : Fate.UNREADABLE);
      count(project, reason);
    }
    if (!fates.isEmpty()) {
      queues.settle(project, entries.subList(0, fates.size()), fates);
    }
  }

  /**
   * Reads all and changes nothing.
   *
   * @param queues need not be locked
   * @param progress is told now and then how many entries are read
   * @return what would be moved; a few of these may turn out to be unreadable then
   */
  public static MigrationCount look(PythonQueues queues, LongConsumer progress) {
    MigrationCount count = new MigrationCount();
    for (String project : queues.projects()) {
      List<byte[]> entries = queues.read(project, 0);
      for (long index = 0; !entries.isEmpty(); entries = queues.read(project, index)) {
        for (byte[] entry : entries) {
          look(entry, project, count);
        }
        index += entries.size();
        progress.accept(count.all());
      }
    }
    return count;
  }

  private static void look(byte[] entry, String project, MigrationCount count) {
    try {
      PythonEvents.read(entry);
      count.moved();
    } catch (UnreadableEntryException e) {
      count.unreadable(String.valueOf(e.getMessage()));
      count.unreadableIn(project);
    }
  }

  private void count(String project, @Nullable String unreadable) {
    if (unreadable == null) {
      count.moved();
    } else {
      count.unreadable(unreadable);
      count.unreadableIn(project);
    }
  }
}
