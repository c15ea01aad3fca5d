/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.ProjectStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;

/**
 * The meters of a barrier for a Micrometer registry. Their names begin with {@code cyclops.};
 * {@code docs/metrics.md} lists them as Prometheus sees them.
 *
 * <pre>{@code
 * CyclopsRecorder recorder = new CyclopsRecorder();
 * Cyclops cyclops = Cyclops.builder()….metrics(recorder).build().start();
 * CyclopsMeters.of(cyclops, recorder).bindTo(registry);
 * }</pre>
 *
 * <p>Counters count from the start of the barrier, the times of sends from the binding on. Labels
 * have few values: no title, key or address is one, and projects only where {@link #withProjects}
 * asks for them, as many as it says. Immutable and thread-safe; a registry that is bound keeps the
 * barrier alive until it is closed.
 */
public final class CyclopsMeters implements MeterBinder {
  /** More labels than that are more than a dashboard shows. */
  public static final int MAX_PROJECTS = 200;

  private final Cyclops cyclops;
  private final CyclopsRecorder recorder;
  private final int maxProjects;

  private CyclopsMeters(Cyclops cyclops, CyclopsRecorder recorder, int maxProjects) {
    this.cyclops = Objects.requireNonNull(cyclops, "cyclops == null");
    this.recorder = Objects.requireNonNull(recorder, "recorder == null");
    this.maxProjects = maxProjects;
  }

  /**
   * The meters of a barrier.
   *
   * @param cyclops the barrier
   * @param recorder the one that its builder was given
   * @return meters without a label for projects
   */
  public static CyclopsMeters of(Cyclops cyclops, CyclopsRecorder recorder) {
    return new CyclopsMeters(cyclops, recorder, 0);
  }

  /**
   * The same with counters for each project.
   *
   * @param max how many projects get a label of their own, 0 to {@link #MAX_PROJECTS}; those with
   *     the most events come first, one that has a label keeps it, and the others are counted
   *     together as {@code other}; 0 for no such counters
   * @return other meters
   */
  public CyclopsMeters withProjects(int max) {
    if (max < 0 || max > MAX_PROJECTS) {
      throw new IllegalArgumentException("max is not within 0 to " + MAX_PROJECTS + ": " + max);
    }
    return new CyclopsMeters(cyclops, recorder, max);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Snapshots<CyclopsStats> stats = new Snapshots<>(cyclops::stats, System::nanoTime);
    Meters<CyclopsStats> meters = new Meters<>(registry, stats);
    DoorMeters.bind(meters, recorder);
    SendMeters.bind(meters, recorder);
    QueueMeters.bind(meters);
    OtherMeters.bind(meters, cyclops);
    if (maxProjects > 0) {
      Snapshots<List<ProjectStats>> projects =
          new Snapshots<>(cyclops::projectStats, System::nanoTime);
      new ProjectMeters(new Meters<>(registry, projects), projects, maxProjects).bind();
    }
  }
}
