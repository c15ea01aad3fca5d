/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The projects with ready events, the next one first. One that has none left leaves at once.
 * Guarded by the lock of its storage.
 */
final class Line {
  private final LinkedHashSet<ProjectQueue> queues = new LinkedHashSet<>();

  /** One pass along the line, in which a project that had nothing to give is not asked again. */
  final class Pass {
    private final QueueOrder order;
    private final Paused paused;
    private List<ProjectQueue> passedOver = List.of();

    /** Bounds the pass, although projects may join the line meanwhile. */
    private final int maxPassedOver = queues.size();

    private Pass(QueueOrder order, Paused paused) {
      this.order = order;
      this.paused = paused;
    }

    boolean isOver() {
      return queues.isEmpty() || passedOver.size() >= maxPassedOver;
    }

    /** Who is to be asked, unless it is over. */
    ProjectQueue first() {
      return queues.iterator().next();
    }

    /** Asks the first project for an event; null when all that it has is paused. */
    @Nullable StoredEvent poll(ProjectQueue queue) {
      StoredEvent stored = queue.poll(order, paused);
      queues.remove(queue);
      if (stored == null) {
        passOver(queue);
      } else {
        join(queue);
      }
      return stored;
    }

    private void passOver(ProjectQueue queue) {
      if (passedOver.isEmpty()) {
        // Mostly nobody is.
        passedOver = new ArrayList<>();
      }
      passedOver.add(queue);
    }

    /** Puts back at the end who was passed over. */
    void end() {
      passedOver.forEach(Line.this::join);
    }
  }

  Pass pass(QueueOrder order, Paused paused) {
    return new Pass(order, paused);
  }

  void join(ProjectQueue queue) {
    if (queue.readyCount > 0) {
      queues.add(queue);
    }
  }

  void leave(ProjectQueue queue) {
    queues.remove(queue);
  }

  int size() {
    return queues.size();
  }
}
