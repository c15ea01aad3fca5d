/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongFunction;
import org.assertj.core.api.SoftAssertions;

/** One scenario: its clients, what Sentry saw of it, its line of figures, and its marks. */
final class Trial implements AutoCloseable {
  private static final int MOST_TURNS = 5;

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

  /**
   * Lets clients report until the breaker is open: by then it has to be, if the machine has let
   * those go out that open it. What is promised of a Sentry that is away holds from here on, not
   * for what was on its way before.
   *
   * @return how long they reported
   */
  Duration loadUntilAway(int perSecond, Duration byThen) {
    for (int turn = 1; turn <= MOST_TURNS; turn++) {
      load.run(perSecond, byThen);
      if (world.books().sentryAway()) {
        return byThen.multipliedBy(turn);
      }
    }
    throw new AssertionError("the breaker is not open");
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
