/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import com.google.gson.Gson;
import dev.cyclops.crash.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The rounds of all runs in a folder, JSON, a line each. Not thread-safe. */
final class PowerResults {
  private static final Gson GSON = new Gson();

  private final Path file;

  PowerResults(Path folder) {
    file = folder.resolve("results.jsonl");
  }

  void add(PowerResult result) throws IOException {
    Files.writeString(
        file, GSON.toJson(result) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** All rounds of a mode on a file system in a line. */
  String total(LoopVolume.Type type, Mode mode) throws IOException {
    List<PowerResult> rounds =
        Files.readAllLines(file).stream()
            .map(line -> GSON.fromJson(line, PowerResult.class))
            .filter(round -> round.type().equals(type.word()) && round.mode().equals(mode.word()))
            .toList();
    return String.format(
        Locale.ROOT,
        "%s %s cycles=%d reported=%d acknowledged=%d delivered=%d lost=%d oldestLost=%s lostAfterwards=%d"
            + " twice=%d start=%s",
        type.word(),
        mode.word(),
        sum(rounds, PowerResult::cycles),
        sum(rounds, PowerResult::reported),
        sum(rounds, PowerResult::acknowledged),
        sum(rounds, PowerResult::delivered),
        sum(rounds, PowerResult::lost),
        middleAndMost(rounds, PowerResult::oldestLostMillis),
        sum(rounds, PowerResult::lostAfterwards),
        sum(rounds, PowerResult::twice),
        middleAndMost(rounds, PowerResult::startMillis));
  }

  private static long sum(List<PowerResult> rounds, ToLongFunction<PowerResult> figure) {
    return rounds.stream().mapToLong(figure).sum();
  }

  private static String middleAndMost(
      List<PowerResult> rounds, Function<PowerResult, List<Long>> figure) {
    List<Long> all =
        rounds.stream().flatMap(round -> figure.apply(round).stream()).sorted().toList();
    return all.isEmpty()
        ? "-"
        : "%d/%dms".formatted(all.get(all.size() / 2), all.get(all.size() - 1));
  }
}
