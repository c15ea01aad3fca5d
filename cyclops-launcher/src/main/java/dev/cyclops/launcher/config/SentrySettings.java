/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import dev.cyclops.send.SentryUrl;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where Sentry is, how it is spoken to, and at what pace. */
public final class SentrySettings {
  static final Topic TOPIC = new Topic(Section.SENTRY);

  public static final Setting<SentryUrl> SENTRY_BASE_URL =
      TOPIC.add(
          "SENTRY_BASE_URL", AddressTypes.sentryUrl(), "'localhost:9000'", "Where Sentry is.");

  public static final Setting<Duration> SENTRY_CONNECT_TIMEOUT =
      TOPIC.add(
          "SENTRY_CONNECT_TIMEOUT",
          DurationTypes.seconds(Duration.ofHours(1)),
          "5",
          "How long a connection to Sentry may take, in seconds.");

  public static final Setting<Duration> SENTRY_TIMEOUT =
      TOPIC.add(
          "SENTRY_TIMEOUT",
          DurationTypes.seconds(Duration.ofHours(1)),
          "30",
          "How long Sentry may take to answer, in seconds.");

  public static final Setting<Optional<String>> SENTRY_CA_FILE =
      TOPIC.add(
          "SENTRY_CA_FILE",
          TextTypes.text().orNone(),
          "None",
          "With 'https://' a PEM file with the certificates of those who may have issued Sentry's."
              + " None: those that the JVM trusts.");

  public static final Setting<Optional<PluginName>> SENTRY_SENDER =
      TOPIC.add(
          "SENTRY_SENDER",
          PluginTypes.name().orNone(),
          "None",
          "Another one than ours carries the events to Sentry, a plugin's.");

  public static final Setting<Choice<Pace>> RATE_CONTROLLER =
      TOPIC.add(
          "RATE_CONTROLLER",
          PluginTypes.ownOrPlugin(
              "'adaptive' or 'percentile'",
              Map.of("adaptive", Pace.ADAPTIVE, "percentile", Pace.PERCENTILE)),
          "'adaptive'",
          "How the pace toward Sentry is found. 'adaptive': as many events at once as keep Sentry"
              + " busy without a queue. 'percentile', as in the original: the mean of the fastest"
              + " 90 % of the last response times is the interval between two events.");

  public static final Setting<Duration> MAX_DUMP_INTERVAL =
      TOPIC.add(
          "MAX_DUMP_INTERVAL",
          DurationTypes.milliseconds(Duration.ofHours(1)),
          "1000",
          "With 'percentile' the longest interval between two events, in milliseconds. It holds"
              + " until Sentry has answered for the first time.");

  public static final Setting<Integer> MAX_REQUESTS_TO_AVERAGE =
      TOPIC.add(
          "MAX_REQUESTS_TO_AVERAGE",
          NumberTypes.whole(1, 1_000_000),
          "5000",
          "How many of the last response times count, for 'percentile' and for /count.");

  public static final Setting<Integer> MAX_IN_FLIGHT =
      TOPIC.add(
          "MAX_IN_FLIGHT",
          NumberTypes.whole(1, 65536),
          "256",
          "How many events may be on their way to Sentry at once, from all instances that share a"
              + " Redis together.");

  public static final Setting<Boolean> SEND_CLIENT_REPORTS =
      TOPIC.add(
          "SEND_CLIENT_REPORTS",
          ValueType.bool(),
          "True",
          "True: what is dropped is told to Sentry once a minute for each project, and stands in its"
              + " statistics as discarded by the client. Ends by itself where Sentry does not know"
              + " client reports.");

  public static final Setting<Optional<Double>> MAX_REQUESTS_PER_SECOND =
      TOPIC.add(
          "MAX_REQUESTS_PER_SECOND",
          NumberTypes.number(0.001, 1_000_000).orNone(),
          "None",
          "How many events may go to Sentry in a second, whatever pace is found. None: no such"
              + " bound.");

  private SentrySettings() {}
}
