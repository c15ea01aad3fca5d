/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each seed and each input that failed once, without a fuzzer. */
class FuzzTargetTest {
  static Stream<Arguments> inputs() {
    return Stream.of(FuzzTarget.values())
        .flatMap(
            target ->
                Stream.of(target.seeds(), target.regressions())
                    .flatMap(folder -> FuzzTarget.filesIn(folder).stream())
                    .map(file -> Arguments.of(target, file)));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void target_holdsItsPropertiesForEachKeptInput(FuzzTarget target, Path file) throws Exception {
    target.run().on(Files.readAllBytes(file));
  }

  @ParameterizedTest
  @EnumSource
  void target_hasSeeds(FuzzTarget target) {
    assertThat(FuzzTarget.filesIn(target.seeds())).hasSizeGreaterThan(3);
  }

  /** Which target is missing there is not fuzzed by {@code .ci/run}'s count. */
  @Test
  void seconds_areThereForEachTarget() throws Exception {
    assertThat(Files.readAllLines(FuzzTarget.SECONDS))
        .hasSameSizeAs(FuzzTarget.values())
        .allMatch(line -> line.matches("[a-z-]+ [1-9][0-9]+"));
    assertThat(FuzzTarget.values()).allMatch(target -> target.seconds() >= 20);
  }

  /** What a fuzzer does first, a little of it and the same each time. */
  @ParameterizedTest
  @EnumSource
  void target_holdsItsPropertiesForDamagedSeeds(FuzzTarget target) throws Exception {
    Random random = new Random(target.ordinal());
    for (Path file : FuzzTarget.filesIn(target.seeds())) {
      byte[] seed = Files.readAllBytes(file);
      for (int i = 0; i < 100; i++) {
        byte[] input = damaged(seed, random);
        try {
          target.run().on(input);
        } catch (Throwable e) {
          throw new AssertionError(file + " damaged to " + Arrays.toString(input), e);
        }
      }
    }
  }

  private static byte[] damaged(byte[] seed, Random random) {
    byte[] input = random.nextInt(4) > 0 ? seed.clone() : cut(seed, random);
    for (int i = random.nextInt(4); i >= 0 && input.length > 0; i--) {
      input[random.nextInt(input.length)] = (byte) random.nextInt();
    }
    return input;
  }

  private static byte[] cut(byte[] seed, Random random) {
    return Arrays.copyOf(seed, random.nextInt(seed.length + 1));
  }
}
