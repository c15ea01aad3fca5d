/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records the corpus of grouping anew; no test of its own, see CONTRIBUTING.md. */
@Tag("record")
class CorpusRecordingIT {
  private static final Path CORPUS =
      Path.of("..", "cyclops-core", "src", "test", "resources", "corpus");

  private final CorpusRecorder recorder = new CorpusRecorder(CORPUS);

  static List<RecordedSdk> sdks() throws IOException {
    Pattern chosen = Pattern.compile(System.getProperty("sdks", ".*"));
    return new CorpusRecorder(CORPUS)
        .sdks().stream().filter(sdk -> chosen.matcher(sdk.title()).matches()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sdks")
  void record_writesWhatThePairsName(RecordedSdk sdk) throws IOException, InterruptedException {
    NpmPackages.install();
    recorder.record(sdk);
    assertThat(Files.size(CORPUS.resolve(sdk.title() + ".gz"))).isPositive();
  }
}
