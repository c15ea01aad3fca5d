/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.EventTables.Count;
import dev.cyclops.storage.StorageStats;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of what the spool holds: every move of an event from one state to another is a method
 * here, so that the books always balance. Its monitor guards it and all that hangs on it; held for
 * a few steps in memory, never while the disk is waited for.
 */
final class Books {
  private final long maxBytes;
  private final Map<Long, ProjectBook> projects = new HashMap<>();

  /** Those with ready events, the next one first. */
  private final LinkedHashSet<ProjectBook> turns = new LinkedHashSet<>();

  private long ready;
  private long delayed;
  private long parked;
  private long leased;
  private long bytes;
  private long dead;
  private long deadBytes;

  /** Before that time nothing is due. */
  private long firstDueMillis = Long.MAX_VALUE;

  private long firstDeathMillis = Long.MAX_VALUE;

  /** What has been leased and not settled, by id. */
  private final Map<Long, Entry> inHand = new HashMap<>();

  /** What was given up, as of the last commit. */
  private long committedShed;

  private long committedExpired;

  /** Nothing that is held and not in hand is older. */
  private long oldestMillis = Long.MAX_VALUE;

  long recovered;
  long done;
  long shed;
  long expired;
  long deadTotal;
  long late;

  Books(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Begins with what a file holds. */
  void open(List<Count> found, List<Count> foundDelayed, List<Count> foundParked) {
    for (Count count : found) {
      LineBook line = atHand(count);
      line.ready += count.events();
      ready += count.events();
      turns.add(project(count.project()));
    }
    for (Count count : foundDelayed) {
      atHand(count).waiting += count.events();
      delayed += count.events();
    }
    for (Count count : foundParked) {
      atHand(count).waiting += count.events();
      parked += count.events();
    }
  }

  private LineBook atHand(Count count) {
    LineBook line = project(count.project()).line(count.code());
    line.bytesAtHand += count.bytes();
    bytes += count.bytes();
    oldestMillis = Math.min(oldestMillis, count.oldest());
    return line;
  }

  void openLetters(long letters, long letterBytes) {
    dead = letters;
    deadBytes = letterBytes;
    bytes += letterBytes;
  }

  private ProjectBook project(long id) {
    return projects.computeIfAbsent(id, ProjectBook::new);
  }

  private LineBook line(Entry entry) {
    return project(entry.project()).line(entry.code());
  }

  Map<Long, ProjectBook> projects() {
    return projects;
  }

  Set<ProjectBook> turns() {
    return turns;
  }

  /** Puts a project behind the others. */
  void hadItsTurn(ProjectBook project) {
    if (turns.remove(project)) {
      turns.add(project);
    }
  }

  /** One more that is ready, or again at hand. */
  private void makeReady(Entry entry) {
    ProjectBook project = project(entry.project());
    LineBook line = project.line(entry.code());
    line.ready++;
    line.bytesAtHand += entry.bytes();
    ready++;
    turns.add(project);
    oldestMillis = Math.min(oldestMillis, entry.ageFrom());
  }

  private void endReady(Entry entry) {
    LineBook line = line(entry);
    line.ready--;
    line.bytesAtHand -= entry.bytes();
    ready--;
    settleTurn(entry.project());
  }

  private void settleTurn(long id) {
    ProjectBook project = project(id);
    if (project.ready() == 0) {
      turns.remove(project);
      if (project.held() == 0) {
        projects.remove(id);
      }
    }
  }

  void put(Entry entry) {
    bytes += entry.bytes();
    makeReady(entry);
  }

  void lease(Entry entry) {
    startLease(entry);
    inHand.put(entry.id(), entry);
    endReady(entry);
  }

  private void startLease(Entry entry) {
    LineBook line = line(entry);
    line.leased++;
    line.bytesInHand += entry.bytes();
    leased++;
  }

  private void endLease(Entry entry) {
    inHand.remove(entry.id());
    LineBook line = line(entry);
    line.leased--;
    line.bytesInHand -= entry.bytes();
    leased--;
  }

  void giveBack(Entry entry) {
    endLease(entry);
    makeReady(entry);
  }

  void done(Entry entry) {
    endLease(entry);
    bytes -= entry.bytes();
    done++;
    settleTurn(entry.project());
  }

  void wait(Entry entry, long dueMillis, boolean parks) {
    endLease(entry);
    startWaiting(entry, dueMillis, parks);
  }

  private void startWaiting(Entry entry, long dueMillis, boolean parks) {
    LineBook line = line(entry);
    line.waiting++;
    line.bytesAtHand += entry.bytes();
    delayed += parks ? 0 : 1;
    parked += parks ? 1 : 0;
    firstDueMillis = Math.min(firstDueMillis, dueMillis);
    oldestMillis = Math.min(oldestMillis, entry.ageFrom());
  }

  private void endWaiting(Entry entry, boolean parks) {
    LineBook line = line(entry);
    line.waiting--;
    line.bytesAtHand -= entry.bytes();
    delayed -= parks ? 0 : 1;
    parked -= parks ? 1 : 0;
  }

  void wake(Entry entry, boolean parks) {
    endWaiting(entry, parks);
    makeReady(entry);
  }

  void die(Entry entry, long letterBytes, long diedAtMillis) {
    endLease(entry);
    firstDeathMillis = Math.min(firstDeathMillis, diedAtMillis);
    bytes += letterBytes - entry.bytes();
    dead++;
    deadTotal++;
    deadBytes += letterBytes;
    settleTurn(entry.project());
  }

  void forgetLetter(long letterBytes) {
    dead--;
    deadBytes -= letterBytes;
    bytes -= letterBytes;
  }

  void revive(Entry entry, long letterBytes) {
    forgetLetter(letterBytes);
    deadTotal--;
    put(entry);
  }

  /** One that was ready is given up. */
  void dropReady(Entry entry) {
    endReady(entry);
    bytes -= entry.bytes();
  }

  /** One that waited is given up. */
  void dropWaiting(Entry entry, boolean parks) {
    endWaiting(entry, parks);
    bytes -= entry.bytes();
    settleTurn(entry.project());
  }

  boolean isDue(long nowMillis) {
    return firstDueMillis <= nowMillis;
  }

  void firstDeath(long millis) {
    firstDeathMillis = millis;
  }

  boolean hasLettersBefore(long millis) {
    return firstDeathMillis < millis;
  }

  void committed() {
    committedShed = shed;
    committedExpired = expired;
  }

  List<Entry> inHand() {
    return List.copyOf(inHand.values());
  }

  /** Forgets all that is on the disk, for a look at what is there. */
  void reset() {
    projects.clear();
    turns.clear();
    inHand.clear();
    ready = 0;
    delayed = 0;
    parked = 0;
    leased = 0;
    bytes = 0;
    dead = 0;
    deadBytes = 0;
    shed = committedShed;
    expired = committedExpired;
    oldestMillis = Long.MAX_VALUE;
  }

  /** Of one that was found neither ready nor waiting, since it is in hand. */
  void foundInHand(Entry entry) {
    bytes += entry.bytes();
    inHand.put(entry.id(), entry);
    startLease(entry);
  }

  void firstDue(long millis) {
    firstDueMillis = millis;
  }

  boolean mayHaveExpired(long cutoffMillis) {
    return oldestMillis < cutoffMillis;
  }

  void oldest(long millis) {
    oldestMillis = millis;
  }

  /** What is missing for something that takes so much. */
  long missingFor(long more) {
    return bytes + more - maxBytes;
  }

  long deadBytes() {
    return deadBytes;
  }

  long dead() {
    return dead;
  }

  long size(long project) {
    ProjectBook known = projects.get(project);
    return known == null ? 0 : known.held();
  }

  long maxBytes() {
    return maxBytes;
  }

  StorageStats stats() {
    return new StorageStats(
        recovered, done, ready, delayed, leased, parked, dead, bytes, maxBytes, shed, expired,
        deadTotal, late);
  }
}
