/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import dev.cyclops.launcher.demo.Numbers.Rates;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A picture that is drawn anew in place, 80 columns wide, with the escape codes of terminals. */
final class LiveScreen implements Screen {
  private static final String ESC = "\u001B[";
  private static final String RESET = ESC + "0m";
  private static final String BOLD = ESC + "1m";
  private static final String DIM = ESC + "2m";
  private static final String RED = ESC + "41m";
  private static final String YELLOW = ESC + "43m";
  private static final String GREEN = ESC + "42m";
  private static final int BAR = 30;

  private final PrintWriter out;
  private final int seconds;
  private long most = 100;
  private int drawn;

  LiveScreen(PrintWriter out, int seconds) {
    this.out = out;
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
        "  %sweb shop  -->  Cyclops  -->  Sentry%s %s%36s%s"
            .formatted(BOLD, RESET, DIM, Math.min(second, seconds) + " s of " + seconds, RESET));
    lines.add("");
    lines.add("  " + BOLD + phase.title() + RESET);
    lines.add("  " + phase.whatHappens());
    lines.add("  " + phase.whatCyclopsDoes());
    lines.add("");
    lines.add("  %s%-24s%9s%11s%s".formatted(DIM, "", "a second", "in all", RESET));
    lines.add(row("errors thrown", rates.thrown(), now.thrown(), RED));
    lines.add(row("ignored by Cyclops", rates.ignored(), now.ignored(), YELLOW));
    lines.add(row("seen by Sentry", rates.seen(), now.seen(), GREEN));
    lines.add("  %-24s%9s%11d".formatted("waiting in Cyclops", "", now.queued()));
    lines.add("  %-24s%6d ms".formatted("Sentry answers in", rates.responseMillis()));
    lines.add("");
    lines.add("  %s%-44s%9s%16s%s".formatted(DIM, "error", "thrown", "seen by Sentry", RESET));
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
    String bar = shown == 0 ? "" : colour + " ".repeat(shown) + RESET;
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
