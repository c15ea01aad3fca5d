/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.testkit.Answer;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Records those events of an SDK that the pairs of the corpus name, exactly as it sends them. */
final class CorpusRecorder {
  private static final Map<String, String> CORS =
      Map.of(
          "Access-Control-Allow-Origin", "*",
          "Access-Control-Allow-Methods", "POST, GET, OPTIONS",
          "Access-Control-Allow-Headers", "x-sentry-auth, x-requested-with, content-type");

  private final Path corpus;

  /** With the folder that has {@code pairs.tsv}. */
  CorpusRecorder(Path corpus) {
    this.corpus = corpus;
  }

  /** Which events of an SDK are named, by name: {@code FAILURE#RUN}. */
  Set<String> wanted(RecordedSdk sdk) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(corpus.resolve("pairs.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (cells[1].equals(sdk.title())) {
        names.addAll(List.of(cells[3], cells[4]));
      }
    }
    return names;
  }

  /** Writes the file of an SDK anew. */
  void record(RecordedSdk sdk) throws IOException, InterruptedException {
    Set<String> wanted = wanted(sdk);
    Map<String, RecordedEvent> events = new TreeMap<>();
    for (int run : runs(wanted)) {
      recordRun(sdk, run).forEach((name, event) -> events.put(name + "#" + run, event));
    }
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(events.keySet());
    if (!missing.isEmpty()) {
      throw new AssertionError(sdk + " sent no " + missing + ", but " + events.keySet());
    }
    events.keySet().retainAll(wanted);
    events.values().forEach(event -> requireVersion(sdk, event));
    write(corpus.resolve(sdk.title() + ".gz"), events);
  }

  /** The version is part of what was recorded; raven for JavaScript and Go tell none. */
  private static void requireVersion(RecordedSdk sdk, RecordedEvent event) {
    String version = sdk.title().substring(sdk.title().lastIndexOf('-') + 1);
    event
        .sdkVersion()
        .filter(told -> !told.startsWith(version))
        .ifPresent(
            told -> {
              throw new AssertionError(
                  "the corpus has " + sdk + ", but here is " + told + ": RecordedSdk names them");
            });
  }

  private static Set<Integer> runs(Set<String> names) {
    Set<Integer> runs = new TreeSet<>();
    names.forEach(name -> runs.add(Integer.valueOf(name.substring(name.indexOf('#') + 1))));
    return runs;
  }

  /** All that one run of an SDK's program sends, by the name of the failure. */
  static Map<String, RecordedEvent> recordRun(RecordedSdk sdk, int run)
      throws IOException, InterruptedException {
    try (FakeSentry sentry = FakeSentry.start()) {
      Answer answer = Answer.of(200, CORS);
      sentry.answerWith(request -> answer);
      String keys = Run.PUBLIC_KEY + ":" + Run.SECRET_KEY;
      String dsn = "http://%s@127.0.0.1:%d/%d".formatted(keys, sentry.port(), Run.PROJECT);
      FloodProgram.run(sdk, run, dsn);
      Map<String, RecordedEvent> events = new LinkedHashMap<>();
      for (Received request : sentry.received()) {
        for (RecordedEvent event : RecordedEvent.in(request)) {
          if (event.payload().indexOf('\n') >= 0) {
            throw new AssertionError("an event of several lines: " + event.occurrence());
          }
          if (events.put(event.occurrence(), event) != null) {
            throw new AssertionError(sdk + " told twice of " + event.occurrence());
          }
        }
      }
      return events;
    }
  }

  private static void write(Path file, Map<String, RecordedEvent> events) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, RecordedEvent> named : events.entrySet()) {
        RecordedEvent event = named.getValue();
        String line = named.getKey() + "\t" + event.kind() + "\t" + event.payload() + "\n";
        out.write(line.getBytes(UTF_8));
      }
    }
  }

  /** All SDKs that the pairs name. */
  List<RecordedSdk> sdks() throws IOException {
    try (Stream<String> lines = Files.lines(corpus.resolve("pairs.tsv"))) {
      return lines
          .skip(1)
          .map(line -> line.split("\t", -1)[1])
          .distinct()
          .map(
              title ->
                  RecordedSdk.of(title)
                      .orElseThrow(() -> new AssertionError("an unknown SDK: " + title)))
          .toList();
    }
  }
}
