/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * A request to the door with one event in it that is like no other, so that none is a repeat.
 *
 * @param id the event's
 * @param hash of its body, without its encoding
 * @param bytes head and body, as they are sent
 */
record Sample(String id, String hash, byte[] bytes) {
  static final int PROJECTS = 3;
  private static final int LEAST_BYTES = 200;
  private static final int MOST_BYTES = 100_000;

  /** As many small ones as large ones, on a logarithmic scale; every third is compressed. */
  static Sample random(Random random, String key) {
    return random(random, key, LEAST_BYTES);
  }

  /** One of the largest. */
  static Sample large(Random random, String key) {
    return random(random, key, MOST_BYTES / 2);
  }

  private static Sample random(Random random, String key, int leastBytes) {
    String id = UUID.randomUUID().toString().replace("-", "");
    double size = leastBytes * Math.pow((double) MOST_BYTES / leastBytes, random.nextDouble());
    byte[] noise = new byte[(int) size / 2];
    random.nextBytes(noise);
    String event =
        """
        {"event_id":"%s","fingerprint":["%s"],"exception":{"values":[{"type":"E","value":"%s"}]}}"""
            .formatted(id, id, HexFormat.of().formatHex(noise));
    boolean envelope = random.nextBoolean();
    String text =
        envelope
            ? "{\"event_id\":\"%s\"}\n{\"type\":\"event\",\"length\":%d}\n%s"
                .formatted(id, event.length(), event)
            : event;
    byte[] body = text.getBytes(US_ASCII);
    boolean gzip = random.nextInt(3) == 0;
    byte[] wire = gzip ? gzip(body) : body;
    int project = 1 + random.nextInt(PROJECTS);
    String head =
        """
        POST /api/%d/%s/ HTTP/1.1\r
        Host: cyclops.example\r
        X-Sentry-Auth: Sentry sentry_version=7, sentry_key=%s\r
        %sContent-Length: %d\r
        \r
        """
            .formatted(
                project,
                envelope ? "envelope" : "store",
                key,
                gzip ? "Content-Encoding: gzip\r\n" : "",
                wire.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + wire.length);
    bytes.writeBytes(head.getBytes(US_ASCII));
    bytes.writeBytes(wire);
    return new Sample(id, Hash.of(body), bytes.toByteArray());
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
