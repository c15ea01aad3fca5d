/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.util.stream.Collectors.toMap;

import dev.cyclops.crash.ResultFile.Rounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures of all rounds of kills in a folder. Not thread-safe. */
final class Results {
  private final ResultFile<Result> file;

  Results(Path folder) {
    file = new ResultFile<>(folder, Result.class);
  }

  void add(Result result) throws IOException {
    file.add(result);
  }

  /** All rounds of a mode in a line. */
  String total(Mode mode) throws IOException {
    Rounds<Result> rounds = file.read(round -> round.mode().equals(mode.word()));
    return String.format(
        Locale.ROOT,
        "%s cycles=%d %s reported=%d acknowledged=%d delivered=%d lost=%d dropped=%d twice=%d"
            + " twiceLate=%d oldestTwice=%dms start=%s",
        mode.word(),
        rounds.sum(Result::cycles),
        kills(rounds.all()),
        rounds.sum(Result::reported),
        rounds.sum(Result::acknowledged),
        rounds.sum(Result::delivered),
        rounds.sum(Result::lost),
        rounds.sum(Result::dropped),
        rounds.sum(Result::twice),
        rounds.sum(Result::twiceLate),
        rounds.all().stream().mapToLong(Result::oldestTwiceMillis).max().orElse(0),
        rounds.middleAndMost(Result::startMillis));
  }

  private static Map<String, Integer> kills(List<Result> rounds) {
    return rounds.stream()
        .flatMap(round -> round.kills().entrySet().stream())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum, TreeMap::new));
  }
}
