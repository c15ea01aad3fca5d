/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import dev.cyclops.launcher.Paint;
import dev.cyclops.launcher.Terminal;
import dev.cyclops.launcher.demo.Numbers.Rates;
import java.io.PrintWriter;

/** Where the show is seen. */
interface Screen {
  /** How often it wants to be drawn. */
  long intervalMillis();

  /**
   * Draws one moment.
   *
   * @param second how long the show has been on
   */
  void draw(Phase phase, long second, Numbers now, Rates rates);

  /** Ends the drawing: what is printed next stands below it. */
  void end();

  /** The screen for where the output goes. */
  static Screen on(PrintWriter out, int seconds, Paint paint) {
    return Terminal.canBeDrawnOn() ? new LiveScreen(out, seconds, paint) : new PlainScreen(out);
  }
}
