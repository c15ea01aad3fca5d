/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import dev.cyclops.launcher.Paint;
import dev.cyclops.launcher.demo.Numbers.Rates;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A picture that is drawn anew in place, 80 columns wide, with the escape codes of terminals. */
final class LiveScreen implements Screen {
  private static final String ESC = "\u001B[";
  private static final String RED = "31;41";
  private static final String YELLOW = "33;43";
  private static final String GREEN = "32;42";
  private static final int BAR = 30;

  private final PrintWriter out;
  private final int seconds;
  private final Paint paint;
  private long most = 100;
  private int drawn;

  LiveScreen(PrintWriter out, int seconds, Paint paint) {
    this.out = out;
    this.paint = paint;
    this.seconds = seconds;
    out.print(ESC + "?25l");
  }

  @Override
  public long intervalMillis() {
    return 250;
  }

  @Override
  public void draw(Phase phase, long second, Numbers now, Rates rates) {
    most = Math.max(most, rates.thrown());
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "  "
            + paint.bold("web shop  -->  Cyclops  -->  Sentry")
            + paint.dim(" %36s".formatted(Math.min(second, seconds) + " s of " + seconds)));
    lines.add("");
    lines.add("  " + paint.bold(phase.title()));
    lines.add("  " + phase.whatHappens());
    lines.add("  " + phase.whatCyclopsDoes());
    lines.add("");
    lines.add("  " + paint.dim("%-24s%9s%11s".formatted("", "a second", "in all")));
    lines.add(row("errors thrown", rates.thrown(), now.thrown(), RED));
    lines.add(row("ignored by Cyclops", rates.ignored(), now.ignored(), YELLOW));
    lines.add(row("seen by Sentry", rates.seen(), now.seen(), GREEN));
    lines.add("  %-24s%9s%11d".formatted("waiting in Cyclops", "", now.queued()));
    lines.add("  %-24s%6d ms".formatted("Sentry answers in", rates.responseMillis()));
    lines.add("");
    lines.add("  " + paint.dim("%-44s%9s%16s".formatted("error", "thrown", "seen by Sentry")));
    for (Mistake mistake : Mistake.values()) {
      lines.add(
          "  %-44s%9d%16d".formatted(mistake.label(), now.thrown(mistake), now.seen(mistake)));
    }
    lines.add("");
    draw(lines);
  }

  private String row(String name, long rate, long total, String colour) {
    int length = (int) Math.round((double) BAR * rate / most);
    int shown = rate > 0 ? Math.max(1, Math.min(BAR, length)) : 0;
    // Seen as a bar also where there are no colours.
    String bar = shown == 0 ? "" : paint.painted(colour, "#".repeat(shown));
    return "  %-24s%9d%11d  %s".formatted(name, rate, total, bar);
  }

  private void draw(List<String> lines) {
    StringBuilder picture = new StringBuilder();
    if (drawn > 0) {
      picture.append(ESC).append(drawn).append('A');
    }
    for (String line : lines) {
      picture.append('\r').append(line).append(ESC).append("K\n");
    }
    drawn = lines.size();
    out.print(picture);
    out.flush();
  }

  @Override
  public void end() {
    out.print(ESC + "?25h");
    out.flush();
  }
}
