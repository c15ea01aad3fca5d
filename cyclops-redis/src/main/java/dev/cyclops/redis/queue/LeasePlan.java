/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import java.util.ArrayList;
import java.util.List;

/** Who is handed out next, projects in turn. Not thread-safe. */
final class LeasePlan {
  /** What a project may give. */
  static final class Share {
    final Project project;
    final byte[] categories;
    private final long ready;
    private int count;

    private Share(Project project, List<Line> lines) {
      this.project = project;
      categories = new byte[lines.size()];
      long sum = 0;
      for (int i = 0; i < categories.length; i++) {
        categories[i] = (byte) lines.get(i).code;
        sum += lines.get(i).ready();
      }
      ready = sum;
    }

    int count() {
      return count;
    }
  }

  private final int max;
  private final List<Share> shares = new ArrayList<>();
  private final List<Project> turns = new ArrayList<>();

  LeasePlan(int max) {
    this.max = max;
  }

  boolean hasEnough() {
    return shares.size() == max;
  }

  void add(Project project, List<Line> lines) {
    shares.add(new Share(project, lines));
  }

  /** Gives each of the projects one turn after the other. */
  void takeTurns() {
    boolean more = true;
    while (more && turns.size() < max) {
      more = false;
      for (Share share : shares) {
        if (share.count < share.ready && turns.size() < max) {
          share.count++;
          turns.add(share.project);
          more = true;
        }
      }
    }
  }

  /** The order in which they are handed out. */
  List<Project> turns() {
    return turns;
  }

  List<Share> shares() {
    return shares;
  }
}
