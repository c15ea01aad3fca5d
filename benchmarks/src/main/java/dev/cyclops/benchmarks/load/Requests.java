/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.benchmarks.EventJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The requests of one connection: events of 2, 12 and 60 KB as 60, 35 and 5 of a hundred, in an
 * order without a pattern. Repeats are of three groups. Not thread-safe.
 */
final class Requests {
  private static final int[] KILOBYTES = {2, 12, 60};
  private static final int ID_LENGTH = 32;

  /** More events of their own than this and connection are repeats of those before. */
  private static final int COMPRESSED_EVENTS = 200;

  private final Mode mode;
  private final SplittableRandom random;
  private final List<Template> events = new ArrayList<>();
  private final List<List<Template>> compressed = new ArrayList<>();
  private final int[] nextCompressed = new int[KILOBYTES.length];
  private long number;

  /**
   * Makes them ready.
   *
   * @param seed another one for each connection and run: its events are of groups of their own
   */
  Requests(Mode mode, long seed) {
    this.mode = mode;
    random = new SplittableRandom(seed);
    number = random.nextLong() >>> 18;
    for (int kilobytes : KILOBYTES) {
      byte[] event = EventJson.ofBytes(kilobytes * 1024, kilobytes);
      if (mode == Mode.GZIP) {
        events.add(Template.fixed(request(EventJson.gzip(event))));
        compressed.add(compressed(event, kilobytes));
      } else {
        events.add(Template.plain(request(mode == Mode.ENVELOPE ? envelope(event) : event)));
      }
    }
  }

  private List<Template> compressed(byte[] event, int kilobytes) {
    // As many of each size as the mix takes.
    int count = COMPRESSED_EVENTS * (kilobytes == 2 ? 60 : kilobytes == 12 ? 35 : 5) / 100;
    int type = Template.typeIn(event);
    List<Template> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Template.writeType(event, type, number++);
      all.add(Template.fixed(request(EventJson.gzip(event))));
    }
    return all;
  }

  private byte[] request(byte[] body) {
    String head =
        """
        POST /api/1/%s/ HTTP/1.1\r
        Host: cyclops.example\r
        Content-Type: application/json\r
        %sX-Sentry-Auth: Sentry sentry_version=7, sentry_client=bench/1.0, sentry_key=public\r
        Content-Length: %d\r
        \r
        """
            .formatted(
                mode == Mode.ENVELOPE ? "envelope" : "store",
                mode == Mode.GZIP ? "Content-Encoding: gzip\r\n" : "",
                body.length);
    return joined(head, body);
  }

  private static byte[] envelope(byte[] event) {
    String head =
        """
        {"event_id":"%s","sent_at":"2026-01-02T03:04:05.678Z"}
        {"type":"event","length":%d,"content_type":"application/json"}
        """
            .formatted("0".repeat(ID_LENGTH), event.length);
    return joined(head, event);
  }

  private static byte[] joined(String head, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  /** The next request, valid until it is asked again. */
  ByteBuffer next() {
    int percent = random.nextInt(100);
    int size = percent < 60 ? 0 : percent < 95 ? 1 : 2;
    boolean isFresh = mode.freshShare == 1 || random.nextDouble() < mode.freshShare;
    if (!isFresh || mode != Mode.GZIP) {
      return events.get(size).next(number++, isFresh);
    }
    List<Template> fresh = compressed.get(size);
    nextCompressed[size] = (nextCompressed[size] + 1) % fresh.size();
    return fresh.get(nextCompressed[size]).next(0, true);
  }
}
