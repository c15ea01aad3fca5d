/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.fuzz.Check;
import dev.cyclops.undertow.pass.PassThroughPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A line for each pattern, then a path as it came on the wire, from its first slash on. */
public final class PassThroughFuzzer {
  private static final int MAX_MESSAGE = 400;

  /** Segments that hold no escape but of marks, none of which separates. */
  private static final Pattern ONE_READING =
      Pattern.compile(
          "(/(?!\\.{1,2}(/|$))([!-~&&[^/%;?#\\\\]]|%2[0-46-9A-Ca-c]|%3[AC-Fac-f]|%40"
              + "|%5[BDEbde]|%60|%7[B-Db-d]|%[89A-Fa-f][0-9A-Fa-f])+)+/?");

  private PassThroughFuzzer() {}

  public static void run(byte[] input) {
    String text = new String(input, ISO_8859_1);
    int last = text.lastIndexOf('\n');
    String path = "/" + text.substring(last + 1);
    List<String> patterns = new ArrayList<>();
    for (String line : last < 0 ? new String[0] : text.substring(0, last).split("\n", -1)) {
      try {
        PassThroughPaths.parse(List.of(line));
        patterns.add(line);
      } catch (IllegalArgumentException e) {
        Check.that(Check.isOneLine(e.getMessage(), MAX_MESSAGE), "a message of one line");
      }
    }
    PassThroughPaths paths = PassThroughPaths.parse(patterns);
    Check.same(paths, PassThroughPaths.parse(patterns), "equal patterns");
    boolean passes = paths.contain(path);
    Check.same(passes, paths.contain(path), "the same each time");
    Check.same(
        passes,
        patterns.stream().anyMatch(one -> PassThroughPaths.parse(List.of(one)).contain(path)),
        "each for itself");
    if (passes) {
      Check.that(ONE_READING.matcher(path).matches(), "nothing that can be read in two ways");
      // The handler asks the routes first: below /api/0/ it refuses a name of theirs itself.
      RouteMatch match = RouteMatcher.match(path);
      Check.that(
          match.equals(RouteMatch.UNKNOWN) || match.equals(RouteMatch.MALFORMED_PROJECT),
          "nothing of the barrier's");
      Check.that(paths.contain(path.replaceAll("/$", "") + "/"), "with a slash at its end as well");
      Check.that(!paths.contain(path + "/../x") && !paths.contain(path + "//"), "never further");
    }
  }
}
