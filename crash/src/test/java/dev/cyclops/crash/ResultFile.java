/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The rounds of all runs in a folder, JSON, a line each. Not thread-safe.
 *
 * @param <T> a record of a round's figures
 */
public final class ResultFile<T> {
  private static final Gson GSON = new Gson();

  private final Path file;
  private final Class<T> type;

  /** Nothing is read or written yet. */
  public ResultFile(Path folder, Class<T> type) {
    file = folder.resolve("results.jsonl");
    this.type = type;
  }

  /**
   * Some rounds.
   *
   * @param <T> a record of a round's figures
   * @param all in the order in which they ended
   */
  public record Rounds<T>(List<T> all) {
    /** A figure of all of them together. */
    public long sum(ToLongFunction<T> figure) {
      return all.stream().mapToLong(figure).sum();
    }

    /** The one in the middle and the last one of what all of them have, in milliseconds. */
    public String middleAndMost(Function<T, List<Long>> figure) {
      List<Long> sorted =
          all.stream().flatMap(round -> figure.apply(round).stream()).sorted().toList();
      return sorted.isEmpty()
          ? "-"
          : "%d/%dms".formatted(sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
  }

  /** Writes a line. */
  public void add(T result) throws IOException {
    Files.writeString(
        file, GSON.toJson(result) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Those of the rounds that are wanted; none where nothing was written yet. */
  public Rounds<T> read(Predicate<T> wanted) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return new Rounds<>(
        lines.stream().map(line -> GSON.fromJson(line, type)).filter(wanted).toList());
  }
}
