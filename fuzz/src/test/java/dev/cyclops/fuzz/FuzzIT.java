/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes each target in a process of its own, for {@code fuzz.seconds} or else for its own time;
 * {@code fuzz.target} names a single one and {@code fuzz.seed} where chance begins. What a run
 * finds lies in {@code target/findings}: it belongs among the regressions.
 */
@Execution(ExecutionMode.CONCURRENT)
class FuzzIT {
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");

  /** Ours, and the decoders that read what strangers compressed. */
  private static final String INSTRUMENTED =
      String.join(
          File.pathSeparator, "dev.cyclops.**", "org.brotli.dec.**", "io.airlift.compress.zstd.**");

  /** What a target may need to start and to end beyond its time. */
  private static final int SPARE_SECONDS = 300;

  /** The longest first, so that none of them is left to itself in the end. */
  static Stream<FuzzTarget> targets() {
    String wanted = System.getProperty(FuzzTarget.PROPERTY, "");
    return wanted.isEmpty()
        ? Stream.of(FuzzTarget.values())
            .sorted(Comparator.comparingInt(FuzzTarget::seconds).reversed())
        : Stream.of(FuzzTarget.labelled(wanted));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void target_holdsItsPropertiesForItsTime(FuzzTarget target) throws Exception {
    int seconds = Integer.getInteger("fuzz.seconds", target.seconds());
    Path log = Path.of("target", "fuzz-" + target.label() + ".log");
    Process process =
        new ProcessBuilder(command(target, seconds))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(seconds + SPARE_SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as("%s ended, see %s", target, log).isTrue();
    } finally {
      process.destroyForcibly();
    }

    String output = Files.readString(log);
    assertThat(process.exitValue()).as("%s:%n%s", target, tail(output)).isZero();
    Matcher done = DONE.matcher(output);
    assertThat(done.find()).as("%s told what it did:%n%s", target, tail(output)).isTrue();
    // In one piece: another target may be telling the same, and a script looks for these lines.
    System.out.println(
        "fuzzed %s: %s inputs in %s s".formatted(target.label(), done.group(1), done.group(2)));
    // Fewer would be a target that waits rather than runs.
    assertThat(Long.parseLong(done.group(1))).isGreaterThan(10L * seconds);
    assertThat(Long.parseLong(done.group(2))).isGreaterThanOrEqualTo(seconds);
  }

  private static List<String> command(FuzzTarget target, int seconds) throws IOException {
    Path corpus = Files.createDirectories(Path.of("target", "corpus", target.label()));
    Path findings = Files.createDirectories(Path.of("target", "findings", target.label()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-D" + FuzzTarget.PROPERTY + "=" + target.label());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + JazzerEntry.class.getName());
    command.add("--instrumentation_includes=" + INSTRUMENTED);
    command.add("--reproducer_path=" + findings);
    command.add("-artifact_prefix=" + findings + File.separator);
    command.add("-max_total_time=" + seconds);
    command.add("-seed=" + Long.getLong("fuzz.seed", 0));
    command.add("-max_len=" + target.maxBytes());
    // An input that hangs is a finding, and so is one that takes the memory; how long one keeps a
    // processor busy is JazzerEntry's to measure, since a busy machine may stop for seconds.
    command.add("-timeout=60");
    command.add("-rss_limit_mb=1500");
    command.add("-print_final_stats=1");
    command.add(corpus.toString());
    command.add(target.seeds().toString());
    if (Files.isDirectory(target.regressions())) {
      command.add(target.regressions().toString());
    }
    return command;
  }

  private static String tail(String output) {
    return output.substring(Math.max(0, output.length() - 4000));
  }
}
