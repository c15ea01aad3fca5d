/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

/**
 * What has become of a project's events since the start, and what of them waits now. Immutable.
 *
 * @param project the project's id; 0 for all those together that came when {@link #MAX_PROJECTS}
 *     had been counted already
 * @param processed events accepted and kept
 * @param ignored events dropped as repeats of a flood
 * @param sampled events dropped by its ignore percentage
 * @param limited events dropped because it sent more than its limit
 * @param shed events for which there was no room at the door, whatever they were answered
 * @param forwarded events that Sentry took; of those only that this instance sent
 * @param waiting events that wait for Sentry, in flight included; of a shared queue those of all
 *     instances; 0 of project 0
 */
public record ProjectStats(
    long project,
    long processed,
    long ignored,
    long sampled,
    long limited,
    long shed,
    long forwarded,
    long waiting) {
  /** So many projects are counted each by itself. */
  public static final int MAX_PROJECTS = 1000;

  /**
   * Events that came with one of its keys and were read.
   *
   * @return a number of events
   */
  public long received() {
    return processed + ignored + sampled + limited + shed;
  }
}
