/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.fuzz;

import dev.cyclops.auth.AuthFuzzer;
import dev.cyclops.event.EventFrameFuzzer;
import dev.cyclops.filter.EventJsonFuzzer;
import dev.cyclops.launcher.config.ConfigFuzzer;
import dev.cyclops.payload.CrashFormFuzzer;
import dev.cyclops.payload.EncodingFuzzer;
import dev.cyclops.payload.EnvelopeFuzzer;
import dev.cyclops.payload.RewriteFuzzer;
import dev.cyclops.send.RateLimitsFuzzer;
import dev.cyclops.spool.SalvageFuzzer;
import dev.cyclops.undertow.PassThroughFuzzer;
import dev.cyclops.undertow.RouteFuzzer;
import dev.cyclops.undertow.forwarded.ForwardedFuzzer;
import dev.cyclops.undertow.http2.FrameGuardFuzzer;
import dev.cyclops.undertow.tls.PemFuzzer;
import dev.cyclops.undertow.wire.FramingFuzzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Everything that is fuzzed: a parser with the properties it must have for any input. */
enum FuzzTarget {
  AUTH(AuthFuzzer::run, 512),
  ENVELOPE(EnvelopeFuzzer::run, 4096),
  EVENT_JSON(EventJsonFuzzer::run, 4096),
  ENCODING(EncodingFuzzer::run, 4096),
  CONFIG(ConfigFuzzer::run, 2048),
  ROUTE(RouteFuzzer::run, 256),
  FRAMING(FramingFuzzer::run, 1024),
  FRAMES(FrameGuardFuzzer::run, 2048),
  REWRITE(RewriteFuzzer::run, 2048),
  CRASH_FORM(CrashFormFuzzer::run, 2048),
  FORWARDED(ForwardedFuzzer::run, 512),
  PASS_THROUGH(PassThroughFuzzer::run, 256),
  PEM(PemFuzzer::run, 2048),
  RATE_LIMITS(RateLimitsFuzzer::run, 1024),
  EVENT_FRAME(EventFrameFuzzer::run, 1024),
  SALVAGE(SalvageFuzzer::run, 9000);

  /** The system property that names one. */
  static final String PROPERTY = "fuzz.target";

  /** A line for each target: its label and its seconds. */
  static final Path SECONDS = Path.of("src", "test", "resources", "seconds");

  /** One run of a target. */
  interface Run {
    void on(byte[] input) throws Exception;
  }

  private final Run run;
  private final int maxBytes;

  FuzzTarget(Run run, int maxBytes) {
    this.run = run;
    this.maxBytes = maxBytes;
  }

  Run run() {
    return run;
  }

  /** Longer inputs find nothing that shorter ones do not, and cost time. */
  int maxBytes() {
    return maxBytes;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static FuzzTarget labelled(String label) {
    return Stream.of(values())
        .filter(target -> target.label().equals(label))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("no such target: " + label));
  }

  /** How long it is fuzzed when nobody says how long; {@code .ci/run} reads the same table. */
  int seconds() {
    try (Stream<String> lines = Files.lines(SECONDS)) {
      return lines
          .map(line -> line.split(" "))
          .filter(words -> words[0].equals(label()))
          .mapToInt(words -> Integer.parseInt(words[1]))
          .findAny()
          .orElseThrow(() -> new IllegalStateException(label() + " is missing in " + SECONDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Inputs worth starting from. */
  Path seeds() {
    return Path.of("src", "test", "resources", "seeds", label());
  }

  /** Inputs that failed once. */
  Path regressions() {
    return Path.of("src", "test", "resources", "regressions", label());
  }

  static List<Path> filesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
