/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.trace;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.trace.TraceStep.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The few events that somebody follows. While there is none, which is nearly always, a station pays
 * one volatile read for an event. Thread-safe.
 */
public final class Traces {
  /** So many at once; one more takes the place of the one that is followed longest. */
  public static final int MAX_EVENTS = 16;

  /** How long one is followed after it was last asked for. */
  public static final Duration TIME = Duration.ofMinutes(10);

  /** Of an event that Sentry's outage has sent again and again, the first ones and the last. */
  private static final int MAX_STEPS = 32;

  private static final int FIRST_STEPS = 8;
  private static final int MAX_DETAIL = 200;

  /** One that is followed. Guarded by itself. */
  private static final class Followed {
    private final List<TraceStep> steps = new ArrayList<>();
    private long untilMillis;
    private int omitted;
    private long project;
    private @Nullable DataCategory category;

    private synchronized void add(TraceStep step) {
      if (steps.size() == MAX_STEPS) {
        steps.remove(FIRST_STEPS);
        omitted++;
      }
      steps.add(step);
    }

    private synchronized Trace snapshot(EventId id) {
      return new Trace(id, untilMillis, project, steps, omitted);
    }
  }

  private final InstantSource clock;

  /** Never changed, but put in place of another; null when nobody follows anything. */
  private volatile @Nullable Map<EventId, Followed> followed;

  private volatile long nextEndMillis;

  /**
   * With the time of day.
   *
   * @param clock the time of the steps
   */
  public Traces(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Whether nobody follows anything: asked before anything else is done for this.
   *
   * @return true nearly always
   */
  public boolean isIdle() {
    return followed == null;
  }

  /**
   * Follows an event from now on, or goes on doing so.
   *
   * @param id the id that it will come with
   * @return what is known of it so far
   */
  public synchronized Trace follow(EventId id) {
    Map<EventId, Followed> next = new LinkedHashMap<>(alive());
    Followed one = next.remove(id);
    if (one == null) {
      one = new Followed();
    }
    synchronized (one) {
      one.untilMillis = clock.millis() + TIME.toMillis();
    }
    next.put(id, one);
    if (next.size() > MAX_EVENTS) {
      next.remove(next.keySet().iterator().next());
    }
    set(next);
    return one.snapshot(id);
  }

  /**
   * What is known of an event.
   *
   * @param id its id
   * @return empty when it is not followed, or no longer
   */
  public Optional<Trace> find(EventId id) {
    return Optional.ofNullable(of(id)).map(one -> one.snapshot(id));
  }

  /**
   * It was answered at the door.
   *
   * @param id its id; null for an event without one, which nobody follows
   * @param outcome what it was answered
   * @param project its project
   * @param category the kind of data that is kept of it
   */
  public void answered(@Nullable EventId id, String outcome, long project, DataCategory category) {
    Followed one = of(id);
    if (one != null) {
      synchronized (one) {
        one.project = project;
        one.category = category;
      }
      one.add(new TraceStep(Kind.ANSWERED, clock.millis(), cut(outcome)));
    }
  }

  /**
   * Something happened to it behind the door.
   *
   * @param id its id; null for an event without one, which nobody follows
   * @param kind what
   * @param detail more of it, empty when there is no more; what is too long is cut
   */
  public void at(@Nullable EventId id, Kind kind, String detail) {
    Followed one = of(id);
    if (one != null) {
      one.add(new TraceStep(kind, clock.millis(), cut(detail)));
    }
  }

  /**
   * Events were given up; which ones is not known.
   *
   * @param project their project
   * @param category their kind
   * @param why in a word or two
   * @param count how many
   */
  public void givenUp(long project, DataCategory category, String why, int count) {
    Map<EventId, Followed> now = followed;
    if (now == null) {
      return;
    }
    TraceStep step = new TraceStep(Kind.OTHERS_GIVEN_UP, clock.millis(), count + " " + why);
    for (Followed one : now.values()) {
      synchronized (one) {
        // Not before it was kept: then it cannot be among them.
        if (one.project == project && one.category == category) {
          one.add(step);
        }
      }
    }
  }

  private @Nullable Followed of(@Nullable EventId id) {
    Map<EventId, Followed> now = followed;
    if (now == null) {
      return null;
    }
    if (clock.millis() >= nextEndMillis) {
      now = endOld();
    }
    return id == null ? null : now.get(id);
  }

  private synchronized Map<EventId, Followed> endOld() {
    Map<EventId, Followed> alive = alive();
    set(alive);
    return alive;
  }

  private Map<EventId, Followed> alive() {
    Map<EventId, Followed> alive = new LinkedHashMap<>();
    Map<EventId, Followed> now = followed;
    if (now != null) {
      long millis = clock.millis();
      now.forEach(
          (id, one) -> {
            if (untilMillis(one) > millis) {
              alive.put(id, one);
            }
          });
    }
    return alive;
  }

  private void set(Map<EventId, Followed> next) {
    long end = Long.MAX_VALUE;
    for (Followed one : next.values()) {
      end = Math.min(end, untilMillis(one));
    }
    nextEndMillis = end;
    followed = next.isEmpty() ? null : next;
  }

  private static long untilMillis(Followed one) {
    synchronized (one) {
      return one.untilMillis;
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
  }
}
