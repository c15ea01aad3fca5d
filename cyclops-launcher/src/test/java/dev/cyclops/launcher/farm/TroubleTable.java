/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

/** Lines of figures, printed together in the end. Used by one thread. */
final class TroubleTable {
  private final List<TroubleFigures> lines = new ArrayList<>();

  void add(TroubleFigures figures) {
    System.out.print(TroubleFigures.heading() + figures);
    lines.add(figures);
  }

  /** What holds whatever happens to a Redis that keeps what it has confirmed. */
  void addAndCheck(TroubleFigures figures) {
    add(figures);
    SoftAssertions marks = new SoftAssertions();
    marks.assertThat(figures.lost()).as("lost").isZero();
    marks.assertThat(figures.others()).as("answers other than 200").isZero();
    marks.assertAll();
  }

  void print() {
    assertThat(lines).as("lines of figures").isNotEmpty();
    System.out.printf("%d events/s at the door%n%s", Trouble.PER_SECOND, TroubleFigures.heading());
    lines.forEach(System.out::print);
  }
}
