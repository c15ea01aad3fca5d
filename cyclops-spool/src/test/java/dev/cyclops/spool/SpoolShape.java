/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Settlement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A spool as a process has left it, in one of several states, and what it must hold. */
final class SpoolShape {
  static final int PAGE = 8192;
  static final int LOG_HEADER = 32;
  static final int LOG_PAGE = 24 + PAGE;
  static final long NOW = 1_750_000_000_000L;
  static final long LATER = NOW + 3_600_000;

  /** How a process has left it. */
  enum Kind {
    /** All of it in the log. */
    FRESH,
    CLOSED,
    /** Part in the file, part in the log, and some deleted. */
    REOPENED,
    /** Half of the pages are in no use. */
    HALF_EMPTY,
    /** Each event goes on in pages of its own. */
    LARGE,
    /** Delayed, parked, dead, and in hand. */
    WAITING
  }

  final Kind kind;
  final Path folder;

  /** The file as it was when some of it had been written, where that is not how it was left. */
  final Path older;

  /** What was put, as frames. */
  final Map<EventId, byte[]> put = new HashMap<>();

  /** Those that were not sent. */
  final Set<EventId> left = new HashSet<>();

  private final Map<Long, EventId> marks = new HashMap<>();
  private final Map<String, List<Set<EventId>>> pages = new HashMap<>();
  private final SplittableRandom random;

  SpoolShape(Kind kind, Path folder, SplittableRandom random) throws IOException {
    this.kind = kind;
    this.folder = folder.resolve("left");
    this.random = random;
    older = folder.resolve("older.db");
    Path live = folder.resolve("live");
    build(live);
    for (String name : List.of(SpoolFolder.FILE_NAME, SpoolFolder.FILE_NAME + "-wal")) {
      Path file = this.folder.resolve(name);
      if (Files.exists(file)) {
        pages.put(name, index(name, Files.readAllBytes(file)));
      }
    }
  }

  static SpoolStorage open(Path folder, long nowMillis) {
    return Patience.spool(folder).clock(() -> Instant.ofEpochMilli(nowMillis)).build();
  }

  private void build(Path live) throws IOException {
    int bytes = kind == Kind.LARGE ? 40_000 : 1200;
    int events = kind == Kind.LARGE ? 60 : 200;
    SpoolStorage storage = open(live, NOW);
    put(storage, events, bytes);
    if (kind == Kind.CLOSED || kind == Kind.HALF_EMPTY || kind == Kind.REOPENED) {
      if (kind == Kind.HALF_EMPTY) {
        finish(storage, events / 2);
      }
      storage.close();
      Files.copy(live.resolve(SpoolFolder.FILE_NAME), older);
      if (kind != Kind.REOPENED) {
        copy(live, folder);
        return;
      }
      storage = open(live, NOW);
      put(storage, events / 4, bytes);
      finish(storage, events / 4);
      storage.close();
      storage = open(live, NOW);
      finish(storage, events / 4);
      put(storage, events / 2, bytes);
    } else if (kind == Kind.WAITING) {
      for (Delivery each : storage.next(events / 2, Paused.NOTHING)) {
        Settlement[] ways = {
          Settlement.retryAt(LATER - 1),
          Settlement.park("lane", LATER - 1),
          Settlement.deadLetter("refused")
        };
        int way = random.nextInt(4);
        if (way < 3) {
          storage.settle(each, ways[way]);
        }
      }
      put(storage, 10, bytes);
    }
    // As a process that is killed leaves it.
    copy(live, folder);
    storage.close();
  }

  private void finish(SpoolStorage storage, int count) {
    for (Delivery each : storage.next(count, Paused.NOTHING)) {
      left.remove(each.event().id());
      storage.markAsDone(each);
    }
    // Endings are on the disk with the commit that follows.
    put(storage, 1, 100);
  }

  private void put(SpoolStorage storage, int count, int bytes) {
    List<CompletableFuture<?>> stages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = event(1 + i % 7, 100 + random.nextInt(bytes));
      put.put(event.id(), EventFrame.encode(event));
      left.add(event.id());
      stages.add(storage.put(event).toCompletableFuture());
      if (i % 10 == 0) {
        stages.forEach(CompletableFuture::join);
      }
    }
    stages.forEach(CompletableFuture::join);
  }

  /** All of its body says which one it is. */
  Event event(long project, int bytes) {
    ByteBuffer mark = ByteBuffer.allocate(8).putLong(0, random.nextLong());
    byte[] body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = mark.get(i % 8);
    }
    EventId id = EventId.random();
    for (int turn = 0; turn < 64; turn += 8) {
      marks.put(Long.rotateLeft(mark.getLong(0), turn), id);
    }
    return Event.builder(Route.STORE)
        .project(project)
        .path("/api/" + project + "/store/")
        .body(body)
        .arrivedAt(Instant.ofEpochMilli(NOW))
        .build()
        .accepted(project, "public", id, DataCategory.ERROR, UnaryOperator.identity());
  }

  private List<Set<EventId>> index(String name, byte[] bytes) {
    boolean log = name.endsWith("-wal");
    int step = log ? LOG_PAGE : PAGE;
    List<Set<EventId>> found = new ArrayList<>();
    ByteBuffer words = ByteBuffer.wrap(bytes);
    for (int at = log ? LOG_HEADER : 0; at < bytes.length; at += step) {
      Set<EventId> here = new HashSet<>();
      for (int word = at; word + 8 <= Math.min(bytes.length, at + step); word++) {
        EventId id = marks.get(words.getLong(word));
        if (id != null) {
          here.add(id);
        }
      }
      found.add(here);
    }
    return found;
  }

  /** Whose bytes lie on the pages from one to another byte, whole or in part. */
  Set<EventId> on(String name, long from, long to) {
    boolean log = name.endsWith("-wal");
    List<Set<EventId>> all = pages.getOrDefault(name, List.of());
    int step = log ? LOG_PAGE : PAGE;
    int header = log ? LOG_HEADER : 0;
    Set<EventId> found = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      long begin = header + (long) i * step;
      if (begin < to && from < begin + step) {
        found.addAll(all.get(i));
      }
    }
    return found;
  }

  /** The last commit of the log that ends before a byte. */
  long endOfCommitBefore(long at) throws IOException {
    ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(log()));
    long end = LOG_HEADER;
    for (int page = LOG_HEADER; page + LOG_PAGE <= Math.min(at, log.limit()); page += LOG_PAGE) {
      if (log.getInt(page + 4) != 0) {
        end = page + LOG_PAGE;
      }
    }
    return end;
  }

  Path log() {
    return folder.resolve(SpoolFolder.FILE_NAME + "-wal");
  }

  boolean hasLog() throws IOException {
    return Files.exists(log()) && Files.size(log()) > 0;
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }
}
