/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Shards;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.ShedPlan;
import dev.cyclops.storage.ShedTier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a project: a line for each category. Guarded by the lock of its picture. */
final class Project implements ShedPlan.Holder {
  final long id;
  final int shard;

  /** Few, so that a search takes no map. */
  private final List<Line> lines = new ArrayList<>(1);

  Project(long id) {
    this.id = id;
    shard = Shards.of(id);
  }

  Line line(int code) {
    Line line = find(code);
    if (line == null) {
      line = new Line(code);
      lines.add(line);
    }
    return line;
  }

  private @Nullable Line find(int code) {
    for (Line line : lines) {
      if (line.code == code) {
        return line;
      }
    }
    return null;
  }

  List<Line> lines() {
    return lines;
  }

  /** Forgets what is over; false when nothing is left. */
  boolean tidy() {
    lines.removeIf(Line::isOver);
    return !lines.isEmpty();
  }

  long held() {
    long sum = 0;
    for (Line line : lines) {
      sum += line.held();
    }
    return sum;
  }

  @Override
  public long project() {
    return id;
  }

  @Override
  public long bytesAtHand(ShedTier tier) {
    long sum = 0;
    for (Line line : lines) {
      sum += line.tier() == tier ? line.bytesAtHand() : 0;
    }
    return sum;
  }

  /** Of those of its categories that are in a tier, as scripts want them. */
  byte[] codes(ShedTier tier) {
    byte[] codes = new byte[lines.size()];
    int count = 0;
    for (Line line : lines) {
      if (line.tier() == tier) {
        codes[count++] = (byte) line.code;
      }
    }
    return Arrays.copyOf(codes, count);
  }

  @Override
  public long bytes() {
    long sum = 0;
    for (Line line : lines) {
      sum += line.bytes();
    }
    return sum;
  }

  boolean hasReady() {
    for (Line line : lines) {
      if (line.ready() > 0) {
        return true;
      }
    }
    return false;
  }

  /** What may be sent now. */
  List<Line> sendable(Paused paused) {
    List<Line> sendable = new ArrayList<>(lines.size());
    for (Line line : lines) {
      if (line.ready() > 0 && line.category != null && !paused.isPaused(id, line.category)) {
        sendable.add(line);
      }
    }
    return sendable;
  }
}
