/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.benchmarks.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The requests of one client: events of 2, 12 and 60 KB as 60, 35 and 5 of a hundred, or of 2 KB
 * only, each with an id of its own. Some are errors that nobody has seen before, which go to the
 * storage; the others are repeats of three groups. Not thread-safe.
 */
final class EventMix {
  private static final byte[] ID = "\"event_id\":\"".getBytes(ISO_8859_1);
  private static final byte[] TYPE = "\"type\":\"ValueError".getBytes(ISO_8859_1);
  private static final int ID_DIGITS = 32;
  private static final int TYPE_LETTERS = 10;
  private static final int SMALL_BYTES = 2000;

  /** A request whose id and type are written over before it is sent. */
  private static final class Template {
    final byte[] bytes;
    final int id;
    final int type;

    Template(byte[] event) {
      String head =
          """
          POST /api/1/store/ HTTP/1.1\r
          Host: cyclops.example\r
          Content-Type: application/json\r
          X-Sentry-Auth: Sentry sentry_version=7, sentry_client=bench/1.0, sentry_key=public\r
          Content-Length: %d\r
          \r
          """
              .formatted(event.length);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(head.getBytes(ISO_8859_1));
      out.writeBytes(event);
      bytes = out.toByteArray();
      id = find(ID) + ID.length;
      type = find(TYPE) + TYPE.length - TYPE_LETTERS;
    }

    private int find(byte[] wanted) {
      int at = new String(bytes, ISO_8859_1).indexOf(new String(wanted, ISO_8859_1));
      if (at < 0) {
        throw new IllegalArgumentException("an event without " + new String(wanted, ISO_8859_1));
      }
      return at;
    }
  }

  private final List<Template> repeats = new ArrayList<>();
  private final List<Template> fresh = new ArrayList<>();
  private final SplittableRandom random;
  private final double freshShare;

  private EventMix(List<byte[]> events, double freshShare, long seed) {
    this.freshShare = freshShare;
    random = new SplittableRandom(seed);
    for (byte[] event : events) {
      repeats.add(new Template(event));
      fresh.add(new Template(event));
    }
  }

  /**
   * Reads the events.
   *
   * @param folder as {@link dev.cyclops.benchmarks.EventFiles} has filled it
   * @param freshShare how many of all are of a group of their own, from 0 to 1
   */
  static EventMix read(Path folder, double freshShare, long seed) throws IOException {
    List<byte[]> events = new ArrayList<>();
    for (int kilobytes : new int[] {2, 12, 60}) {
      events.add(Files.readAllBytes(folder.resolve(kilobytes + ".json")));
    }
    return new EventMix(events, freshShare, seed);
  }

  /** Events of 2 KB, each of a group of its own. */
  static EventMix small(long seed) {
    return new EventMix(List.of(EventJson.ofBytes(SMALL_BYTES, 2)), 1, seed);
  }

  /** The next request, valid until it is asked again. */
  byte[] next() {
    int percent = random.nextInt(100);
    int size = Math.min(percent < 60 ? 0 : percent < 95 ? 1 : 2, fresh.size() - 1);
    boolean isFresh = random.nextDouble() < freshShare;
    Template template = (isFresh ? fresh : repeats).get(size);
    for (int i = 0; i < ID_DIGITS; i++) {
      template.bytes[template.id + i] = (byte) Character.forDigit(random.nextInt(16), 16);
    }
    if (isFresh) {
      for (int i = 0; i < TYPE_LETTERS; i++) {
        template.bytes[template.type + i] = (byte) ('A' + random.nextInt(26));
      }
    }
    return template.bytes;
  }
}
