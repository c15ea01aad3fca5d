/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What is told of by itself, where, and when it is over. */
public final class AlertSettings {
  static final Topic TOPIC = new Topic(Section.OPERATOR);

  public static final Setting<Optional<URI>> ALERT_WEBHOOK =
      TOPIC.add(
          "ALERT_WEBHOOK",
          AddressTypes.webhookUrl().orNone(),
          "None",
          "Where to post, as JSON, that something begins and that it is over: a flood, an absence"
              + " of Sentry, events that are given up. Each once. None: nowhere.");

  public static final Setting<Optional<String>> ALERT_WEBHOOK_SECRET =
      TOPIC.add(
          "ALERT_WEBHOOK_SECRET",
          TextTypes.token().orNone(),
          "None",
          "What the alerts are signed with (HMAC-SHA256, in X-Cyclops-Signature-256). None: they"
              + " are not.");

  public static final Setting<Double> ALERT_FLOOD_RATE =
      TOPIC.add(
          "ALERT_FLOOD_RATE",
          NumberTypes.number(0.1, 1_000_000),
          "10",
          "From how many dropped repeats a second on, over ten seconds, a group is told to flood,"
              + " in the log and to ALERT_WEBHOOK.");

  public static final Setting<Duration> ALERT_QUIET =
      TOPIC.add(
          "ALERT_QUIET",
          DurationTypes.secondsOrZero(Duration.ofHours(1)),
          "60",
          "How long something must be over before that is told, in seconds. What comes back before"
              + " goes on.");

  private AlertSettings() {}
}
