/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The requests of one client: events of 2, 12 and 60 KB as 60, 35 and 5 of a hundred, each with an
 * id of its own. Some are errors that nobody has seen before, which go to the storage; the others
 * are repeats of three groups. Not thread-safe.
 */
final class EventMix {
  private static final byte[] ID = "\"event_id\":\"".getBytes(ISO_8859_1);
  private static final byte[] TYPE = "\"type\":\"ValueError".getBytes(ISO_8859_1);
  private static final int ID_DIGITS = 32;
  private static final int TYPE_LETTERS = 10;

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

  /**
   * Reads the events.
   *
   * @param folder as {@link dev.cyclops.benchmarks.EventFiles} has filled it
   * @param freshShare how many of all are of a group of their own, from 0 to 1
   */
  EventMix(Path folder, double freshShare, long seed) throws IOException {
    this.freshShare = freshShare;
    random = new SplittableRandom(seed);
    for (int kilobytes : new int[] {2, 12, 60}) {
      byte[] event = Files.readAllBytes(folder.resolve(kilobytes + ".json"));
      repeats.add(new Template(event));
      fresh.add(new Template(event));
    }
  }

  /** The next request, valid until it is asked again. */
  byte[] next() {
    int percent = random.nextInt(100);
    int size = percent < 60 ? 0 : percent < 95 ? 1 : 2;
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
