/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the cases. Their form is told in {@code README.txt} beside them. */
final class Corpus {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "dev", "cyclops", "launcher", "corpus");
  private static final String NAME = "=== ";
  private static final String REQUEST = "---";
  private static final List<String> FIELDS =
      List.of("answer", "body", "defence", "each", "end", "has", "sentry");

  private Corpus() {}

  /** All cases, file by file. */
  static List<CorpusCase> cases() throws IOException {
    List<CorpusCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".corpus")).sorted().toList()) {
        read(file, cases);
      }
    }
    return cases;
  }

  /** The defences that have to be caught missing, each with where it stands. */
  static Map<String, String> defences() throws IOException {
    Map<String, String> defences = new TreeMap<>();
    for (String line : Files.readAllLines(FOLDER.resolve("defences.txt"), ISO_8859_1)) {
      int colon = line.indexOf(": ");
      if (!line.startsWith("#") && colon > 0) {
        defences.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return defences;
  }

  private static void read(Path file, List<CorpusCase> cases) throws IOException {
    List<String> lines = Files.readAllLines(file, ISO_8859_1);
    int i = 0;
    while (i < lines.size()) {
      if (!lines.get(i).startsWith(NAME)) {
        String line = lines.get(i++);
        if (!line.isBlank() && !line.startsWith("#")) {
          throw new IOException(file.getFileName() + ":" + i + ": a case begins with " + NAME);
        }
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && !lines.get(end).startsWith(NAME)) {
        end++;
      }
      readCases(file.getFileName() + ":" + (i + 1), lines.subList(i, end), cases);
      i = end;
    }
  }

  /** One case, or as many as the field {@code each} has values. */
  private static void readCases(String where, List<String> lines, List<CorpusCase> cases)
      throws IOException {
    String name = lines.get(0).substring(NAME.length()).strip();
    Map<String, String> fields = new HashMap<>();
    List<String> answerHeaders = new ArrayList<>();
    int at = 1;
    for (; at < lines.size() && !lines.get(at).equals(REQUEST); at++) {
      String[] field = lines.get(at).split(":", 2);
      if (lines.get(at).isEmpty() || lines.get(at).startsWith("#")) {
        continue;
      }
      if (field.length < 2 || !FIELDS.contains(field[0])) {
        throw new IOException(where + ": not one of the fields " + FIELDS + ": " + field[0]);
      }
      if (field[0].equals("has")) {
        answerHeaders.add(field[1].strip());
      } else if (fields.put(field[0], field[1].strip()) != null) {
        throw new IOException(where + ": given twice: " + field[0]);
      }
    }
    if (at == lines.size()) {
      throw new IOException(where + ": no line " + REQUEST);
    }
    String request = joined(lines.subList(at + 1, lines.size()));
    String each = fields.get("each");
    if (each == null) {
      cases.add(one(where, name, fields, answerHeaders, request));
      return;
    }
    List<String> values = split(each, "\\|");
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      String variant = request.replace("${each}", value);
      Map<String, String> own = new HashMap<>(fields);
      own.computeIfPresent("sentry", (k, sentry) -> sentry.replace("${each}", value));
      cases.add(one(where, name + " " + (i + 1), own, answerHeaders, variant));
    }
  }

  private static CorpusCase one(
      String where, String name, Map<String, String> fields, List<String> has, String request)
      throws IOException {
    WireText text = new WireText(where, name);
    byte[] bytes = text.bytes(request);
    String answer = required(fields, "answer", where);
    String sentry = new String(text.bytes(required(fields, "sentry", where)), ISO_8859_1);
    return new CorpusCase(
        where,
        name,
        split(fields.getOrDefault("defence", ""), " "),
        bytes,
        text.bodies(),
        split(answer.replaceAll("[a-z]", ""), " ").stream().map(Integer::valueOf).toList(),
        answer.endsWith("keep"),
        sentry.equals("-") ? List.of() : split(sentry, ";"),
        fields.getOrDefault("body", "").equals("rewritten"),
        fields.getOrDefault("end", "").equals("half-close"),
        has);
  }

  private static String required(Map<String, String> fields, String name, String where)
      throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException(where + ": no field " + name);
    }
    return value;
  }

  /**
   * Between two lines stands CRLF on the wire, unless the first ends in a backslash here. Blank
   * lines and comments at the end are layout.
   */
  private static String joined(List<String> lines) {
    int end = lines.size();
    while (end > 0 && (lines.get(end - 1).isEmpty() || lines.get(end - 1).startsWith("#"))) {
      end--;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < end; i++) {
      String line = lines.get(i);
      if (line.endsWith("\\") && !line.endsWith("\\\\")) {
        text.append(line, 0, line.length() - 1);
      } else {
        text.append(line).append(i == end - 1 ? "" : "\\r\\n");
      }
    }
    return text.toString();
  }

  private static List<String> split(String text, String separator) {
    return Stream.of(text.split(separator)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
