/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of all projects of which something was dropped, at most {@link #MAX_ACCOUNTS}: what
 * comes beyond is counted in one sum. Thread-safe; to count takes neither a lock nor memory once
 * the project is known.
 */
final class DiscardAccounts {
  /** Where access is open, strangers name as many projects as they like. */
  static final int MAX_ACCOUNTS = 2048;

  /** Never more than half full, so that a search ends soon. */
  private static final int SLOTS = 2 * MAX_ACCOUNTS;

  private volatile AtomicReferenceArray<@Nullable DiscardAccount> table =
      new AtomicReferenceArray<>(SLOTS);

  private volatile int size;
  private final LongAdder beyond = new LongAdder();

  void add(
      long project,
      @Nullable String publicKey,
      DataCategory category,
      DiscardReason reason,
      long count) {
    DiscardAccount account = find(table, project);
    if (account == null) {
      account = open(project);
      if (account == null) {
        beyond.add(count);
        return;
      }
    }
    if (publicKey != null) {
      account.usedBy(publicKey);
    }
    account.add(DiscardAccount.kind(category, reason), count);
  }

  private static @Nullable DiscardAccount find(
      AtomicReferenceArray<@Nullable DiscardAccount> table, long project) {
    for (int slot = slot(project); ; slot = next(slot)) {
      DiscardAccount account = table.get(slot);
      if (account == null || account.project == project) {
        return account;
      }
    }
  }

  private @Nullable DiscardAccount open(long project) {
    if (isFull()) {
      return null;
    }
    synchronized (this) {
      DiscardAccount account = find(table, project);
      if (account == null && !isFull()) {
        account = new DiscardAccount(project);
        put(table, account);
        size++;
      }
      return account;
    }
  }

  private static void put(
      AtomicReferenceArray<@Nullable DiscardAccount> table, DiscardAccount account) {
    int slot = slot(account.project);
    while (table.get(slot) != null) {
      slot = next(slot);
    }
    table.set(slot, account);
  }

  private static int slot(long project) {
    return (int) (spread(project) >>> 32) & (SLOTS - 1);
  }

  private static int next(int slot) {
    return (slot + 1) & (SLOTS - 1);
  }

  /** Ids are given one after the other, or chosen by a stranger. */
  static long spread(long project) {
    return project * 0x9E3779B97F4A7C15L;
  }

  boolean isFull() {
    return size >= MAX_ACCOUNTS;
  }

  List<DiscardAccount> all() {
    AtomicReferenceArray<@Nullable DiscardAccount> table = this.table;
    List<DiscardAccount> all = new ArrayList<>(size);
    for (int slot = 0; slot < SLOTS; slot++) {
      DiscardAccount account = table.get(slot);
      if (account != null) {
        all.add(account);
      }
    }
    return all;
  }

  /**
   * Closes accounts, which makes room for other projects. Who has just looked one up may still
   * count in it: it is to be looked at once more, after a while.
   */
  synchronized void close(Set<DiscardAccount> closed) {
    List<DiscardAccount> kept = all();
    kept.removeIf(closed::contains);
    AtomicReferenceArray<@Nullable DiscardAccount> table = new AtomicReferenceArray<>(SLOTS);
    kept.forEach(account -> put(table, account));
    this.table = table;
    size = kept.size();
  }

  /** What was dropped of projects that there was no account for. */
  long beyond() {
    return beyond.sum();
  }
}
