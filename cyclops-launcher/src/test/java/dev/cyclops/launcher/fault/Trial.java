/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongFunction;
import org.assertj.core.api.SoftAssertions;

/** One scenario: its clients, what Sentry saw of it, its line of figures, and its marks. */
final class Trial implements AutoCloseable {
  final World world;
  final Load load;
  final SoftAssertions marks = new SoftAssertions();
  private final String name;
  private final StringBuilder figures = new StringBuilder();

  /**
   * Begins with nothing waiting.
   *
   * @param events makes the n-th event
   */
  Trial(String name, World world, LongFunction<SampleEvent> events) {
    this.name = name;
    this.world = world;
    load = new Load(world.port, events);
  }

  /** Adds to the line that is printed in the end. */
  void say(String format, Object... args) {
    figures.append(figures.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, format, args));
  }

  /** What holds after every fault; the events must have been sent by then. */
  void conclude(SentryView view) {
    Set<String> missing = new HashSet<>(load.acknowledged());
    missing.removeAll(view.acceptedIds());
    say("%d acknowledged, %d missing", load.acknowledged().size(), missing.size());
    say("slowest answer of the door %d ms", load.slowestMillis());
    print();
    marks.assertThat(load.otherAnswers()).as("answers of the door other than 200").isEmpty();
    marks.assertThat(missing).as("acknowledged events that never arrived").isEmpty();
    marks.assertAll();
  }

  /** The line for the log of a build. */
  void print() {
    System.out.println(name + ": " + figures);
  }

  @Override
  public void close() {
    load.close();
  }
}
