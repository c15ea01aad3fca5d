/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import dev.cyclops.crash.Mode;
import dev.cyclops.crash.ResultFile;
import dev.cyclops.crash.ResultFile.Rounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The figures of all rounds of power cuts in a folder. Not thread-safe. */
final class PowerResults {
  private final ResultFile<PowerResult> file;

  PowerResults(Path folder) {
    file = new ResultFile<>(folder, PowerResult.class);
  }

  void add(PowerResult result) throws IOException {
    file.add(result);
  }

  /** All rounds of a mode on a file system in a line. */
  String total(LoopVolume.Type type, Mode mode) throws IOException {
    Rounds<PowerResult> rounds =
        file.read(round -> round.type().equals(type.word()) && round.mode().equals(mode.word()));
    return String.format(
        Locale.ROOT,
        "%s %s cycles=%d reported=%d acknowledged=%d delivered=%d lost=%d oldestLost=%s lostAfterwards=%d"
            + " twice=%d start=%s",
        type.word(),
        mode.word(),
        rounds.sum(PowerResult::cycles),
        rounds.sum(PowerResult::reported),
        rounds.sum(PowerResult::acknowledged),
        rounds.sum(PowerResult::delivered),
        rounds.sum(PowerResult::lost),
        rounds.middleAndMost(PowerResult::oldestLostMillis),
        rounds.sum(PowerResult::lostAfterwards),
        rounds.sum(PowerResult::twice),
        rounds.middleAndMost(PowerResult::startMillis));
  }
}
