/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import dev.cyclops.event.FloodGroup;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something has begun or is over. Told once at its begin and once at its end, however often it
 * comes and goes within {@link WatchOptions#quiet()}. Immutable.
 *
 * <p>Nothing in it is secret, and nothing but the title and level of {@link #group} are words of
 * those who report.
 *
 * @param kind what it is about
 * @param phase whether it begins or is over
 * @param at when it began, or was over
 * @param lasted from its begin to {@code at}; zero at its begin
 * @param project the project it is about; 0 when it is about all of them
 * @param group the flood it is about, as it stands now; null when it is about none
 * @param count how many events it concerns so far, as its kind says
 * @param perSecond of a flood, how many events a second were dropped, lately at its begin and on
 *     average at its end; else 0
 * @param detail its reason, or what of it, in words without a line break, at most {@value
 *     #MAX_DETAIL_CHARS} characters; may be empty
 */
public record StateChange(
    Kind kind,
    Phase phase,
    Instant at,
    Duration lasted,
    long project,
    @Nullable FloodGroup group,
    long count,
    double perSecond,
    String detail) {
  /** How long {@link #detail} is at the most. */
  public static final int MAX_DETAIL_CHARS = 300;

  /** What may begin and end. */
  public enum Kind {
    /** Repeats of a group are dropped at a high rate; counts them. */
    FLOOD,
    /** So many floods at once that more are not told one by one; counts those groups. */
    MANY_FLOODS,
    /** Sentry cannot be reached, or fails; counts nothing. */
    SENTRY_AWAY,
    /** Events are given up: for want of room, at the door or out of the queue, or for their age. */
    SHEDDING,
    /** Events are kept in memory only, though they should outlive the process; counts them. */
    NOT_DURABLE,
    /** The projects' keys cannot be loaded; counts nothing. */
    KEYS_FAILING,
    /** Events become dead letters; counts them. */
    DEAD_LETTERS,
    /** A project sends more than its limit; counts the events dropped for it. */
    PROJECT_LIMITED;

    /**
     * Whether several instances of a farm may see the same.
     *
     * @return true for floods and for an absence of Sentry, of which one instance had better tell
     */
    public boolean isCommon() {
      return this == FLOOD || this == MANY_FLOODS || this == SENTRY_AWAY;
    }
  }

  /** Of what there is two of each. */
  public enum Phase {
    /** It has begun. */
    BEGIN,
    /** It is over. */
    END
  }

  /**
   * Cuts the detail, and makes one line of it.
   *
   * @param kind what it is about
   * @param phase whether it begins or is over
   * @param at when it began, or was over
   * @param lasted from its begin to {@code at}; zero at its begin
   * @param project the project it is about; 0 when it is about all of them
   * @param group the flood it is about, as it stands now; null when it is about none
   * @param count how many events it concerns so far, as its kind says
   * @param perSecond of a flood, how many events a second were dropped, lately at its begin and on
   *     average at its end; else 0
   * @param detail its reason, or what of it, in words without a line break, at most {@value
   *     #MAX_DETAIL_CHARS} characters; may be empty
   */
  public StateChange {
    detail = oneLine(detail);
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_DETAIL_CHARS));
    for (int i = 0; i < text.length() && line.length() < MAX_DETAIL_CHARS; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString();
  }

  /**
   * Whether it begins.
   *
   * @return false when it is over
   */
  public boolean begins() {
    return phase == Phase.BEGIN;
  }

  /**
   * A sentence for the operator's log: names project and group, and no word of those who report.
   *
   * @return one line
   */
  public String text() {
    return StateText.of(this);
  }
}
