/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page says a command prints. In a line {@code …} stands for anything, a line of nothing
 * else for any number of lines; where the page shows an example ("alike"), a number, a time and an
 * id stand for any other, and so many spaces for any other number of them.
 */
final class ExpectedOutput {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z";
  private static final String ID = "(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])";
  private static final String NUMBER = "\\d+(?:\\.\\d+)?";
  private static final String ELLIPSIS = "…";
  private static final String SPACES = " +";

  private static final Pattern EXACT = Pattern.compile("(?<ellipsis>" + ELLIPSIS + ")");
  private static final Pattern ALIKE =
      Pattern.compile(
          "(?<ellipsis>%s)|(?<time>%s)|(?<id>%s)|(?<number>%s)|(?<spaces>%s)"
              .formatted(ELLIPSIS, TIME, ID, NUMBER, SPACES));

  private final Pattern pattern;

  ExpectedOutput(List<String> lines, boolean alike) {
    StringBuilder all = new StringBuilder();
    for (String line : lines) {
      if (line.strip().equals(ELLIPSIS)) {
        all.append("(?:.*\n)*?");
      } else {
        all.append(line(line.stripTrailing(), alike)).append(" *\n");
      }
    }
    pattern = Pattern.compile(all + "\n*");
  }

  private static String line(String line, boolean alike) {
    Matcher matcher = (alike ? ALIKE : EXACT).matcher(line);
    StringBuilder regex = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(line.substring(end, matcher.start()))).append(any(matcher));
      end = matcher.end();
    }
    return regex.append(Pattern.quote(line.substring(end))).toString();
  }

  private static String any(Matcher found) {
    if (found.group("ellipsis") != null) {
      return ".*?";
    }
    if (found.group("time") != null) {
      return TIME;
    }
    if (found.group("id") != null) {
      return ID;
    }
    // A column that is aligned to the right begins anywhere.
    String before = found.start() == 0 ? " *" : "";
    return found.group("number") != null ? before + NUMBER : before.isEmpty() ? SPACES : before;
  }

  /** Whether the whole of it is so. */
  boolean matches(String output) {
    return pattern.matcher(ended(output)).matches();
  }

  /** Whether it begins so: more may follow, as of a program that goes on. */
  boolean begins(String output) {
    return pattern.matcher(ended(output)).lookingAt();
  }

  private static String ended(String output) {
    return output.endsWith("\n") ? output : output + "\n";
  }
}
