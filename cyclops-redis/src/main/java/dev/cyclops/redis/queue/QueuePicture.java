/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventCodes;
import dev.cyclops.redis.Shards;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.StorageStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What this instance knows of the queue: exact for what it did itself, and for what others did as
 * old as the last look. Its monitor guards it and all that hangs on it; held for a few steps in
 * memory, never while anything waits.
 */
final class QueuePicture {
  private final long maxBytes;
  private final ShardPicture[] shards = new ShardPicture[Shards.COUNT];
  private final Map<Long, Project> projects = new HashMap<>();

  /** Those with ready events, the next one first. */
  private final LinkedHashSet<Project> turns = new LinkedHashSet<>();

  /** What this instance did and saw. */
  final Books books = new Books();

  /** What the room maker holds free for the put that it makes room for. */
  private long held;

  /** How many have the queue open. */
  private long instances = 1;

  /** What this one may put until it looks again, where others put as well. */
  private long allowance;

  QueuePicture(long maxBytes) {
    this.maxBytes = maxBytes;
    for (int i = 0; i < shards.length; i++) {
      shards[i] = new ShardPicture();
    }
  }

  ShardPicture shard(int shard) {
    return shards[shard];
  }

  /** Takes over what Redis said; of lines that it does not mention nothing is known to change. */
  void said(int shard, ShardAnswer answer) {
    shards[shard].said(answer.totals(), System.nanoTime());
    List<?> rows = answer.rows();
    for (int i = 0; i < rows.size(); i += 2) {
      byte[] line = ShardAnswer.bytes(rows.get(i));
      byte[] counts = ShardAnswer.bytes(rows.get(i + 1));
      if (line.length == EventName.LINE_LENGTH) {
        Project project = project(EventName.project(line));
        Line known = project.line(EventName.category(line));
        if (counts.length == 0) {
          known.saidNothing();
        } else {
          known.said(ShardAnswer.counts(counts));
        }
        settle(project);
      }
    }
  }

  /** Takes over what Redis said of all lines. */
  void saidAll(int shard, ShardAnswer answer) {
    for (Project project : shards[shard].projects) {
      project.lines().forEach(Line::saidNothing);
    }
    said(shard, answer);
    // A copy: those that hold nothing any more are forgotten on the way.
    List.copyOf(shards[shard].projects).forEach(this::settle);
  }

  private Project project(long id) {
    Project known = projects.get(id);
    if (known == null) {
      known = new Project(id);
      projects.put(id, known);
      shards[known.shard].projects.add(known);
    }
    return known;
  }

  /** A settlement is on its way (1), or there (-1). */
  void coming(byte[] name, Effect change, int sign) {
    Project project = project(EventName.project(name));
    project.line(EventName.category(name)).coming(change, sign);
    shards[project.shard].coming(change, sign);
    settle(project);
  }

  private void settle(Project project) {
    if (project.hasReady()) {
      turns.add(project);
    } else {
      turns.remove(project);
      if (!project.tidy()) {
        projects.remove(project.id);
        shards[project.shard].projects.remove(project);
      }
    }
  }

  /** How much a shard may hold, given what the others do. */
  long limitOf(int shard) {
    long own = shards[shard].bytes();
    long reserved = reserved();
    long limit = maxBytes - held - bytes() - reserved + own + shards[shard].reserved;
    return instances == 1 ? limit : Math.min(limit, own + Math.max(0, allowance - reserved));
  }

  /** All shards have just been seen: what is free there is for all instances alike. */
  void looked() {
    allowance = Math.max(0, maxBytes - held - bytes()) / instances;
  }

  /** So much was put since. */
  void used(long bytes) {
    allowance = Math.max(0, allowance - bytes);
  }

  void instances(long alive) {
    instances = alive;
  }

  void hold(long bytes) {
    held += bytes;
  }

  /** What is missing for something that takes so much. */
  long missingFor(long bytes) {
    return bytes() + reserved() + bytes - maxBytes;
  }

  private long bytes() {
    long sum = 0;
    for (ShardPicture shard : shards) {
      sum += shard.bytes();
    }
    return sum;
  }

  private long reserved() {
    long sum = 0;
    for (ShardPicture shard : shards) {
      sum += shard.reserved;
    }
    return sum;
  }

  long deadBytes() {
    long sum = 0;
    for (ShardPicture shard : shards) {
      sum += shard.said.deadBytes();
    }
    return sum;
  }

  long held() {
    long sum = 0;
    for (ShardPicture shard : shards) {
      sum += shard.ready() + shard.waiting() + shard.leased();
    }
    return sum;
  }

  boolean hasReady() {
    return !turns.isEmpty();
  }

  /** Plans who is handed out next. */
  LeasePlan plan(int max, Paused paused, IntPredicate isUp) {
    LeasePlan plan = new LeasePlan(max);
    for (Project project : turns) {
      if (plan.hasEnough()) {
        break;
      }
      if (isUp.test(project.shard)) {
        List<Line> lines = project.sendable(paused);
        if (!lines.isEmpty()) {
          plan.add(project, lines);
        }
      }
    }
    plan.takeTurns();
    for (Project project : plan.turns()) {
      turns.remove(project);
      turns.add(project);
    }
    return plan;
  }

  Map<Long, Project> projects() {
    return projects;
  }

  Set<Long> projectIds() {
    Set<Long> ids = new HashSet<>();
    projects.forEach(
        (id, project) -> {
          if (project.held() > 0) {
            ids.add(id);
          }
        });
    return ids;
  }

  long size(long id) {
    Project project = projects.get(id);
    return project == null ? 0 : project.held();
  }

  /** Shards of which something holds true. */
  List<Integer> shardsThat(java.util.function.Predicate<ShardPicture> holds) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < shards.length; i++) {
      if (holds.test(shards[i])) {
        found.add(i);
      }
    }
    return found;
  }

  StorageStats stats() {
    long ready = 0;
    long waiting = 0;
    long leased = 0;
    long parked = 0;
    long dead = 0;
    for (ShardPicture shard : shards) {
      ready += shard.ready();
      waiting += shard.waiting();
      leased += shard.leased();
      parked += shard.parked();
      dead += shard.dead();
    }
    return new StorageStats(
        books.recovered,
        books.done,
        ready,
        waiting - parked,
        leased,
        parked,
        dead,
        bytes(),
        maxBytes,
        books.shed,
        books.expired,
        books.deadTotal,
        books.late);
  }

  /** What a category may be shed as; of those that this version does not know, events. */
  static DataCategory known(int code) {
    DataCategory category = EventCodes.category(code);
    return category == null ? DataCategory.DEFAULT : category;
  }
}
