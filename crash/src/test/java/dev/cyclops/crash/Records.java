/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What client, Sentry and killer have seen of a round, in memory and in a file, a line each, so
 * that a round that was interrupted goes on. The file is the operating system's once a method
 * returns: it outlives the harness, though not a power cut of its volume. Thread-safe.
 */
public final class Records implements AutoCloseable {
  private final FileChannel file;
  private final Map<String, Story> stories = new LinkedHashMap<>();
  private final List<Kill> kills = new ArrayList<>();
  private final String key;
  private int promises;

  private Records(FileChannel file, String key) {
    this.file = file;
    this.key = key;
  }

  /** Goes on with what a file holds; begins it where there is none. */
  public static Records open(Path path) throws IOException {
    List<String> lines = Files.exists(path) ? Files.readAllLines(path, US_ASCII) : List.of();
    Records records =
        new Records(
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            Hash.of(path.toAbsolutePath().toString().getBytes(UTF_8)));
    for (String line : lines) {
      records.remember(line.split(" ", -1));
    }
    return records;
  }

  private void remember(String[] words) {
    switch (words[0]) {
      case "sent" -> story(words[1]).sentHash = words[2];
      case "acknowledged" -> {
        story(words[1]).acknowledgedMicros = Long.parseLong(words[2]);
        promises++;
      }
      case "delivered" ->
          story(words[1])
              .deliveries
              .add(new Delivery(words[2], Long.parseLong(words[3]), Long.parseLong(words[4])));
      case "killed" ->
          kills.add(
              new Kill(
                  Long.parseLong(words[1]), Long.parseLong(words[2]), words[3].replace('_', ' ')));
      default -> throw new IllegalArgumentException("no record: " + words[0]);
    }
  }

  private Story story(String id) {
    return stories.computeIfAbsent(id, unknown -> new Story());
  }

  private synchronized void add(Object... words) {
    String[] line = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      line[i] = words[i].toString();
    }
    try {
      file.write(ByteBuffer.wrap((String.join(" ", line) + "\n").getBytes(US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException("what was seen cannot be recorded", e);
    }
    remember(line);
  }

  /**
   * The public key of all projects, the same whenever these records go on. Others have another: a
   * port that one harness leaves for a moment may be the next one's.
   */
  public String key() {
    return key;
  }

  /** It is about to be sent. */
  public void sent(String id, String hash) {
    add("sent", id, hash);
  }

  /** The whole answer was read that promises it to Sentry. */
  public void acknowledged(String id) {
    add("acknowledged", id, Micros.now());
  }

  /** Sentry is about to answer that it has what came some time ago. */
  public void delivered(String id, String hash, long arrivedMicros) {
    add("delivered", id, hash, arrivedMicros, Micros.now());
  }

  /** Cyclops was killed. */
  public void killed(Kill kill) {
    add("killed", kill.beganMicros(), kill.deadMicros(), kill.when().replace(' ', '_'));
  }

  /** What to make of it so far. */
  public synchronized Verdict verdict() {
    return Verdict.of(stories, kills);
  }

  /** How many events were promised to Sentry so far. */
  public synchronized int promises() {
    return promises;
  }

  /** So far, in their order. */
  public synchronized List<Kill> kills() {
    return List.copyOf(kills);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
