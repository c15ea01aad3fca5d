/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.storage.ShedPlan;
import dev.cyclops.storage.ShedTier;
import java.util.ArrayList;
import java.util.List;

/** What a project holds. Guarded by the lock of the books. */
final class ProjectBook implements ShedPlan.Holder {
  final long project;

  /** Few, so that a search takes no map. */
  final List<LineBook> lines = new ArrayList<>(1);

  ProjectBook(long project) {
    this.project = project;
  }

  LineBook line(int code) {
    for (LineBook line : lines) {
      if (line.code == code) {
        return line;
      }
    }
    LineBook line = new LineBook(code);
    lines.add(line);
    return line;
  }

  long ready() {
    long sum = 0;
    for (LineBook line : lines) {
      sum += line.ready;
    }
    return sum;
  }

  long held() {
    long sum = 0;
    for (LineBook line : lines) {
      sum += line.held();
    }
    return sum;
  }

  @Override
  public long project() {
    return project;
  }

  @Override
  public long bytes() {
    long sum = 0;
    for (LineBook line : lines) {
      sum += line.bytesAtHand + line.bytesInHand;
    }
    return sum;
  }

  @Override
  public long bytesAtHand(ShedTier tier) {
    long sum = 0;
    for (LineBook line : lines) {
      sum += line.tier == tier ? line.bytesAtHand : 0;
    }
    return sum;
  }
}
