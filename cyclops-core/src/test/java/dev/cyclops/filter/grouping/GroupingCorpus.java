/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Events as real SDKs sent them, and pairs of them that a person judged; README.txt tells more. */
final class GroupingCorpus {
  private static final String FOLDER = "/corpus/";

  /**
   * Two events of one SDK.
   *
   * @param template the failure that the left one tells of
   * @param same whether a person takes both for the same issue
   */
  record Pair(
      String id,
      String sdk,
      String template,
      String left,
      String right,
      boolean same,
      String reason) {
    static Pair parse(String line) {
      String[] cells = line.split("\t", -1);
      if (cells.length != 7 || !(cells[5].equals("same") || cells[5].equals("different"))) {
        throw new IllegalArgumentException("no pair: " + line);
      }
      boolean same = cells[5].equals("same");
      return new Pair(cells[0], cells[1], cells[2], cells[3], cells[4], same, cells[6]);
    }

    @Override
    public String toString() {
      return id + ", " + sdk + ": " + (same ? "same, " : "different, ") + reason;
    }
  }

  private final List<Pair> pairs;
  private final Map<String, String> known;
  private final Map<String, Map<String, Payload>> events = new HashMap<>();

  private GroupingCorpus() {
    pairs = lines("pairs.tsv").stream().skip(1).map(Pair::parse).toList();
    known = new LinkedHashMap<>();
    lines("known.tsv").stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .forEach(cells -> known.put(cells[0], cells[1]));
    pairs.forEach(pair -> events.computeIfAbsent(pair.sdk, GroupingCorpus::events));
  }

  static GroupingCorpus load() {
    return new GroupingCorpus();
  }

  List<Pair> pairs() {
    return pairs;
  }

  /** Those that the filter takes otherwise than a person does, and why it is left so. */
  Map<String, String> known() {
    return known;
  }

  /** By SDK and name. */
  Map<String, Map<String, Payload>> events() {
    return events;
  }

  Payload event(String sdk, String name) {
    return Objects.requireNonNull(events.get(sdk).get(name), () -> sdk + " has no " + name);
  }

  private static Map<String, Payload> events(String sdk) {
    Map<String, Payload> events = new LinkedHashMap<>();
    for (String line : lines(sdk + ".gz")) {
      String[] cells = line.split("\t", 3);
      events.put(cells[0], payload(cells[1], cells[2].getBytes(UTF_8)));
    }
    return events;
  }

  private static Payload payload(String kind, byte[] bytes) {
    return switch (kind) {
      case "event" -> payload(Payload.Format.JSON, DataCategory.ERROR, bytes);
      case "transaction" -> payload(Payload.Format.JSON, DataCategory.TRANSACTION, bytes);
      case "security" -> payload(Payload.Format.REPORTS, DataCategory.SECURITY, bytes);
      default -> throw new IllegalArgumentException("no kind of event: " + kind);
    };
  }

  private static Payload payload(Payload.Format format, DataCategory category, byte[] bytes) {
    return new Payload(format, category, bytes, 0, bytes.length);
  }

  private static List<String> lines(String name) {
    try (InputStream file =
            Objects.requireNonNull(
                GroupingCorpus.class.getResourceAsStream(FOLDER + name), () -> "no " + name);
        InputStream text = name.endsWith(".gz") ? new GZIPInputStream(file) : file;
        BufferedReader reader = new BufferedReader(new InputStreamReader(text, UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
