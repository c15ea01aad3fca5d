/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.UUID;

/**
 * A request to the door with one event in it, as a rule a group of its own.
 *
 * @param id the event's
 * @param bytes head and body, as they are sent
 */
public record SampleEvent(String id, byte[] bytes) {
  private static final String PADDING = "x".repeat(1500);

  /** An error by the store route, as the older SDKs send it. */
  public static SampleEvent error(long project) {
    String id = newId();
    return error(project, id, id);
  }

  private static SampleEvent error(long project, String id, String group) {
    String body =
        """
        {"event_id":"%s","fingerprint":["%s"],"exception":{"values":[{"type":"E","value":"%s"}]}}"""
            .formatted(id, group, PADDING);
    return of(project, "store", id, body);
  }

  /** One of many errors of the same group. */
  public static SampleEvent repeat(long project, String group) {
    return error(project, newId(), group);
  }

  /** A transaction in an envelope. */
  static SampleEvent transaction(long project) {
    String id = newId();
    String item = "{\"type\":\"transaction\",\"transaction\":\"%s\"}".formatted(id);
    String body =
        "{\"event_id\":\"%s\"}\n{\"type\":\"transaction\",\"length\":%d}\n%s"
            .formatted(id, item.length(), item);
    return of(project, "envelope", id, body);
  }

  private static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static SampleEvent of(long project, String route, String id, String body) {
    String head =
        """
        POST /api/%d/%s/ HTTP/1.1\r
        Host: cyclops.example\r
        X-Sentry-Auth: Sentry sentry_version=7, sentry_key=key%d\r
        Content-Length: %d\r
        \r
        """
            .formatted(project, route, project, body.length());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(US_ASCII));
    bytes.writeBytes(body.getBytes(US_ASCII));
    return new SampleEvent(id, bytes.toByteArray());
  }
}
