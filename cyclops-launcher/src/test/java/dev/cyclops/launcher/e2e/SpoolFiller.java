/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.spool.Durability;
import dev.cyclops.spool.SpoolStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Fills a spool in a process of its own, says how many it took, and keeps it open until it is
 * killed.
 */
final class SpoolFiller {
  private static final int UNDER_WAY = 2048;
  private static final int BODY_BYTES = 2000;

  private SpoolFiller() {}

  /** Arguments: the folder, how many events, of how many projects. */
  public static void main(String[] args) throws IOException {
    int events = Integer.parseInt(args[1]);
    int projects = Integer.parseInt(args[2]);
    byte[] body = body();
    String[] keys =
        LongStream.rangeClosed(1, projects).mapToObj(SpoolFiller::key).toArray(String[]::new);
    Semaphore free = new Semaphore(UNDER_WAY);
    AtomicLong stored = new AtomicLong();
    // What a power cut would take is not asked here, and an fsync each would take a minute.
    SpoolStorage spool =
        SpoolStorage.builder(Path.of(args[0])).durability(Durability.PROCESS).build();
    for (int i = 0; i < events; i++) {
      long project = 1 + i % projects;
      String key = keys[i % projects];
      Event event =
          Event.store(project, key, body)
              .accepted(project, key, EventId.random(), DataCategory.ERROR, text -> text);
      free.acquireUninterruptibly();
      spool
          .put(event)
          .whenComplete(
              (result, failure) -> {
                stored.addAndGet(failure == null && result.stored() ? 1 : 0);
                free.release();
              });
    }
    free.acquireUninterruptibly(UNDER_WAY);
    System.out.println(stored);
    System.in.read();
  }

  static String key(long project) {
    return "%032x".formatted(project);
  }

  private static byte[] body() {
    String start = "{\"message\":\"";
    return (start + "x".repeat(BODY_BYTES - start.length() - 2) + "\"}").getBytes(US_ASCII);
  }
}
