/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.util.stream.Collectors.toMap;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The rounds of all runs in a folder, JSON, a line each. Not thread-safe. */
final class Results {
  private static final Gson GSON = new Gson();

  private final Path file;

  Results(Path folder) {
    file = folder.resolve("results.jsonl");
  }

  void add(Result result) throws IOException {
    Files.writeString(
        file, GSON.toJson(result) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  List<Result> read(Mode mode) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> GSON.fromJson(line, Result.class))
        .filter(result -> result.mode().equals(mode.word()))
        .toList();
  }

  /** All rounds of a mode in a line. */
  String total(Mode mode) throws IOException {
    List<Result> rounds = read(mode);
    List<Long> starts =
        rounds.stream().flatMap(round -> round.startMillis().stream()).sorted().toList();
    return String.format(
        Locale.ROOT,
        "%s cycles=%d %s reported=%d acknowledged=%d delivered=%d lost=%d dropped=%d twice=%d"
            + " twiceLate=%d oldestTwice=%dms start=%s",
        mode.word(),
        sum(rounds, Result::cycles),
        kills(rounds),
        sum(rounds, Result::reported),
        sum(rounds, Result::acknowledged),
        sum(rounds, Result::delivered),
        sum(rounds, Result::lost),
        sum(rounds, Result::dropped),
        sum(rounds, Result::twice),
        sum(rounds, Result::twiceLate),
        rounds.stream().mapToLong(Result::oldestTwiceMillis).max().orElse(0),
        starts.isEmpty()
            ? "-"
            : "%d/%dms".formatted(starts.get(starts.size() / 2), starts.get(starts.size() - 1)));
  }

  private static Map<String, Integer> kills(List<Result> rounds) {
    return rounds.stream()
        .flatMap(round -> round.kills().entrySet().stream())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum, TreeMap::new));
  }

  private static long sum(List<Result> rounds, ToLongFunction<Result> figure) {
    return rounds.stream().mapToLong(figure).sum();
  }
}
