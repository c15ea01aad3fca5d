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
  final Stalls stalls = Stalls.watch();
  private final String name;
  private final Books before;
  private final StringBuilder figures = new StringBuilder();

  /**
   * Begins with nothing waiting.
   *
   * @param events makes the n-th event
   */
  Trial(String name, World world, LongFunction<SampleEvent> events) {
    this.name = name;
    this.world = world;
    before = world.books();
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
    Books books = world.books();
    long dropped = books.dropped() - before.dropped();
    say("%d acknowledged, %d not at Sentry", load.acknowledged().size(), missing.size());
    say("%d counted drops, the books off by %d", dropped, books.unaccounted());
    say("slowest answer of the door %d ms", load.slowestMillis());
    print();
    marks.assertThat(load.otherAnswers()).as("answers of the door other than 200").isEmpty();
    marks
        .assertThat(missing)
        .as("acknowledged, neither arrived nor counted")
        .hasSize((int) dropped);
    marks.assertThat(books.unaccounted()).as("how far the books are off").isZero();
    marks.assertAll();
  }

  /** The line for the log of a build. */
  void print() {
    System.out.println(name + ": " + figures);
  }

  @Override
  public void close() {
    load.close();
    stalls.close();
  }
}
