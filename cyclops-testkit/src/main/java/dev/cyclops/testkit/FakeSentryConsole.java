/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** What {@link FakeSentryMain} is told on its standard input, one command a line. */
final class FakeSentryConsole {
  private final Behaviour behaviour;
  private final AnswerRules rules = new AnswerRules();

  FakeSentryConsole(Behaviour behaviour) {
    this.behaviour = behaviour;
    behaviour.answers.usually(rules);
  }

  /**
   * Does it.
   *
   * @return what to answer: {@code ok NANOS} from when it holds, or {@code error MESSAGE}
   */
  String run(String line) {
    List<String> words = List.of(line.strip().split(" +"));
    try {
      run(words.get(0), words.subList(1, words.size()));
      return "ok " + System.nanoTime();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return "error " + line + ": " + e.getMessage();
    }
  }

  private void run(String command, List<String> args) {
    switch (command) {
      case "rule" -> rules.add(args);
      case "norules" -> rules.clear();
      case "seed" -> rules.seed(Long.parseLong(args.get(0)));
      case "hang" -> behaviour.hangs = truth(args.get(0));
      case "reset" -> behaviour.resets = truth(args.get(0));
      case "workers" -> behaviour.workers.resize(Integer.parseInt(args.get(0)));
      case "service" ->
          behaviour.serviceTime =
              logNormal(Double.parseDouble(args.get(0)), Double.parseDouble(args.get(1)));
      default -> throw new IllegalArgumentException("no such command");
    }
  }

  private static boolean truth(String word) {
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false: " + word);
    };
  }

  /** The same times in each run, though not for the same requests. */
  private static Supplier<Duration> logNormal(double meanMillis, double variation) {
    double variance = Math.log(1 + variation * variation);
    Random random = new Random(7);
    return () -> {
      double gauss;
      synchronized (random) {
        gauss = random.nextGaussian();
      }
      double millis = meanMillis * Math.exp(Math.sqrt(variance) * gauss - variance / 2);
      return Duration.ofNanos((long) (millis * 1e6));
    };
  }
}
