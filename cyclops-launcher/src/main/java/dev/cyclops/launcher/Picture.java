/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.PrintWriter;
import java.util.List;

/** Lines that are drawn anew in place on a terminal, without its cursor. Thread-safe. */
final class Picture implements AutoCloseable {
  private static final String ESC = "\u001B[";

  private final PrintWriter out;
  private int drawn;
  private boolean over;

  Picture(PrintWriter out) {
    this.out = out;
    out.print(ESC + "?25l");
  }

  synchronized void draw(List<String> lines) {
    if (over) {
      return;
    }
    StringBuilder picture = new StringBuilder();
    if (drawn > 0) {
      picture.append(ESC).append(drawn).append('A');
    }
    for (String line : lines) {
      picture.append('\r').append(line).append(ESC).append("K\n");
    }
    drawn = lines.size();
    out.print(picture.append(ESC).append('J'));
    out.flush();
  }

  /** Gives the cursor back; what is printed next stands below. */
  @Override
  public synchronized void close() {
    over = true;
    out.print(ESC + "?25h");
    out.flush();
  }
}
