/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of all projects for one kind of event. To find one is thread-safe and takes no lock;
 * to open one takes a short one. Those that the configuration names always have a place, of others
 * at most a fixed number.
 */
final class LimitedProjects {
  private static final int LEAST_SLOTS = 16;

  private final String kind;
  private final int maxOthers;
  private final LongAdder beyond = new LongAdder();

  private volatile ProjectLimits limits = ProjectLimits.NONE;

  /** Never more than half full, so that a search ends soon. */
  private volatile AtomicReferenceArray<@Nullable LimitedProject> table =
      new AtomicReferenceArray<>(LEAST_SLOTS);

  private int size;
  private volatile int others;

  LimitedProjects(String kind, int maxOthers) {
    this.kind = kind;
    this.maxOthers = maxOthers;
  }

  String kind() {
    return kind;
  }

  /** 0 for an event that passes, else in how many nanoseconds the next one of its project will. */
  long take(long project, long now, long hour) {
    LimitedProject account = find(table, project);
    if (account == null) {
      account = isWorthOpening(project) ? open(project, now, hour) : null;
      if (account == null) {
        return 0;
      }
    }
    return account.take(now);
  }

  private boolean isWorthOpening(long project) {
    ProjectLimits limits = this.limits;
    if (limits.others() instanceof ProjectLimit.Unlimited || isNamed(limits, project)) {
      // Those named were opened at once, unless they are not to be limited.
      return false;
    }
    if (isFull()) {
      beyond.increment();
      return false;
    }
    return true;
  }

  private static boolean isNamed(ProjectLimits limits, long project) {
    return !limits.byProject().isEmpty() && limits.byProject().containsKey(project);
  }

  private synchronized @Nullable LimitedProject open(long project, long now, long hour) {
    LimitedProject known = find(table, project);
    if (known != null) {
      return known;
    }
    // Both may have changed since they were looked at without the lock.
    LimitedProject account =
        isFull() ? null : LimitedProject.of(project, kind, limits.of(project), now, hour);
    if (account != null) {
      put(account);
    }
    return account;
  }

  /** Takes over an account from before, unless it is none of today's. */
  synchronized void restore(LimitedProject account) {
    boolean room = isNamed(limits, account.project) || !isFull();
    if (!limits.of(account.project).equals(account.limit) || !room) {
      return;
    }
    List<LimitedProject> kept = all();
    kept.removeIf(other -> other.project == account.project);
    kept.add(account);
    rebuild(kept);
  }

  /** Other limits: the accounts of those that have the same one as before stay as they are. */
  synchronized void limits(ProjectLimits limits, long now, long hour) {
    this.limits = limits;
    keepOnly(account -> limits.of(account.project).equals(account.limit));
    for (long project : limits.byProject().keySet()) {
      if (find(table, project) == null) {
        LimitedProject account = LimitedProject.of(project, kind, limits.of(project), now, hour);
        if (account != null) {
          put(account);
        }
      }
    }
  }

  /** Looks after all of them, and lets go of those that nobody needs. */
  synchronized void keep(long now, long hour) {
    List<LimitedProject> all = all();
    all.forEach(account -> account.keep(now, hour));
    boolean full = isFull();
    boolean some =
        full
            || all.stream()
                .anyMatch(account -> !isNamed(limits, account.project) && account.isForgotten());
    if (some) {
      keepOnly(
          account ->
              isNamed(limits, account.project)
                  || !(account.isForgotten() || (full && account.isDispensable(now))));
    }
  }

  private void keepOnly(Predicate<LimitedProject> wanted) {
    List<LimitedProject> kept = new ArrayList<>();
    for (LimitedProject account : all()) {
      if (wanted.test(account)) {
        kept.add(account);
      } else {
        account.spike.end();
      }
    }
    if (kept.size() < size) {
      rebuild(kept);
    }
  }

  private void rebuild(List<LimitedProject> accounts) {
    int slots = LEAST_SLOTS;
    while (slots < 4 * accounts.size()) {
      slots *= 2;
    }
    AtomicReferenceArray<@Nullable LimitedProject> fresh = new AtomicReferenceArray<>(slots);
    accounts.forEach(account -> insert(fresh, account));
    table = fresh;
    size = accounts.size();
    others = (int) accounts.stream().filter(a -> !isNamed(limits, a.project)).count();
  }

  private synchronized void put(LimitedProject account) {
    if (2 * (size + 1) > table.length()) {
      rebuild(all());
    }
    insert(table, account);
    size++;
    if (!isNamed(limits, account.project)) {
      others++;
    }
  }

  private static void insert(
      AtomicReferenceArray<@Nullable LimitedProject> table, LimitedProject account) {
    int slot = slot(table, account.project);
    while (table.get(slot) != null) {
      slot = (slot + 1) & (table.length() - 1);
    }
    table.set(slot, account);
  }

  private static @Nullable LimitedProject find(
      AtomicReferenceArray<@Nullable LimitedProject> table, long project) {
    for (int slot = slot(table, project); ; slot = (slot + 1) & (table.length() - 1)) {
      LimitedProject account = table.get(slot);
      if (account == null || account.project == project) {
        return account;
      }
    }
  }

  /** Ids are given one after the other, or chosen by a stranger. */
  private static int slot(AtomicReferenceArray<?> table, long project) {
    return (int) ((project * 0x9E3779B97F4A7C15L) >>> 40) & (table.length() - 1);
  }

  private boolean isFull() {
    return others >= maxOthers;
  }

  List<LimitedProject> all() {
    AtomicReferenceArray<@Nullable LimitedProject> table = this.table;
    List<LimitedProject> all = new ArrayList<>();
    for (int slot = 0; slot < table.length(); slot++) {
      LimitedProject account = table.get(slot);
      if (account != null) {
        all.add(account);
      }
    }
    return all;
  }

  /** How many events passed because there was no account for their project. */
  long beyond() {
    return beyond.sum();
  }
}
