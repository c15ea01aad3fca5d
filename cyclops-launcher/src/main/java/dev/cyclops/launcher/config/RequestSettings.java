/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.time.Duration;
import java.util.Optional;

/** How large a request may be, and how long it may take. */
public final class RequestSettings {
  static final Topic TOPIC = new Topic(Section.SERVER);

  public static final Setting<Integer> MAX_BODY_BYTES =
      TOPIC.add(
          "MAX_BODY_BYTES",
          NumberTypes.whole(1024, 1 << 30),
          "20 * 1024 * 1024",
          "The largest body of a request as it comes, in bytes.");

  public static final Setting<Integer> MAX_EVENT_BYTES =
      TOPIC.add(
          "MAX_EVENT_BYTES",
          NumberTypes.whole(1024, Integer.MAX_VALUE),
          "1024 * 1024",
          "The largest event once it is decompressed, in bytes.");

  public static final Setting<Integer> MAX_ENVELOPE_BYTES =
      TOPIC.add(
          "MAX_ENVELOPE_BYTES",
          NumberTypes.whole(1024, Integer.MAX_VALUE),
          "100 * 1024 * 1024",
          "The largest envelope once it is decompressed, in bytes.");

  public static final Setting<Optional<Long>> MAX_READING_BYTES =
      TOPIC.add(
          "MAX_READING_BYTES",
          NumberTypes.bytes(64 << 10, Long.MAX_VALUE).orNone(),
          "None",
          "How much memory all requests that are being read may take together, in bytes. None: an"
              + " eighth of the heap.");

  public static final Setting<Integer> MAX_URI_BYTES =
      TOPIC.add(
          "MAX_URI_BYTES",
          NumberTypes.whole(256, 1 << 20),
          "8 * 1024",
          "The longest URI of a request, in bytes.");

  public static final Setting<Integer> MAX_DATA_URI_BYTES =
      TOPIC.add(
          "MAX_DATA_URI_BYTES",
          NumberTypes.whole(256, 1 << 20),
          "64 * 1024",
          "The longest URI of a GET that carries an event in its sentry_data, in bytes.");

  public static final Setting<Integer> MAX_HEADER_BYTES =
      TOPIC.add(
          "MAX_HEADER_BYTES",
          NumberTypes.whole(1024, 1 << 20),
          "16 * 1024",
          "How long the headers of a request may be together, in bytes.");

  public static final Setting<Integer> MAX_HEADER_LINES =
      TOPIC.add(
          "MAX_HEADER_LINES",
          NumberTypes.whole(16, 10_000),
          "100",
          "How many header lines a request may have.");

  public static final Setting<Duration> HEADER_TIMEOUT =
      TOPIC.add(
          "HEADER_TIMEOUT",
          DurationTypes.seconds(Duration.ofHours(1)),
          "10",
          "How long the headers of a request may take to arrive, in seconds.");

  public static final Setting<Duration> BODY_TIMEOUT =
      TOPIC.add(
          "BODY_TIMEOUT",
          DurationTypes.seconds(Duration.ofHours(1)),
          "30",
          "How long the body of a request may take to arrive, in seconds.");

  public static final Setting<Integer> MIN_BODY_RATE =
      TOPIC.add(
          "MIN_BODY_RATE",
          NumberTypes.whole(0, 1 << 30),
          "500",
          "How fast a body must arrive, in bytes a second. 0: BODY_TIMEOUT alone decides.");

  public static final Setting<Duration> IDLE_TIMEOUT =
      TOPIC.add(
          "IDLE_TIMEOUT",
          DurationTypes.seconds(Duration.ofHours(1)),
          "30",
          "How long a connection may stay open without a request, in seconds.");

  public static final Setting<Integer> MAX_CONNECTIONS =
      TOPIC.add(
          "MAX_CONNECTIONS",
          NumberTypes.whole(1, 1_000_000),
          "10000",
          "How many connections may be open at once; further ones wait to be accepted.");

  private RequestSettings() {}
}
