/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.launcher.config.Setting.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may report. */
public final class AccessSettings {
  static final Topic TOPIC = new Topic(Section.ACCESS);

  public static final Setting<Boolean> RESTRICT_API_ACCESS =
      TOPIC.add(
          "RESTRICT_API_ACCESS",
          ValueType.bool(),
          "True",
          "True: only the keys of Sentry's database or of PROJECT_KEYS may report. False: everyone"
              + " who names a project and a key may; meant for closed networks.");

  public static final Setting<Optional<PluginName>> KEY_SOURCE =
      TOPIC.add(
          "KEY_SOURCE",
          PluginTypes.name().orNone(),
          "None",
          "The keys come from a plugin, and from nowhere else.");

  public static final Setting<Optional<List<ProjectKey>>> PROJECT_KEYS =
      TOPIC.add(
          "PROJECT_KEYS",
          ProjectTypes.keys().orNone(),
          "None",
          "The keys of the projects, as in their DSNs, where they come from no database; the secret key is needed by old clients"
              + " only. For example [(1, 'public key', None), (2, 'public key', 'secret key')].");

  public static final Setting<Duration> UPDATE_PERIOD =
      TOPIC.add(
          "UPDATE_PERIOD",
          DurationTypes.seconds(Duration.ofDays(1)),
          "120",
          "How often the keys are read from the database again, in seconds, or a tenth sooner. A"
              + " key that is not known has them read at once, at most every 10 seconds.");

  private AccessSettings() {}
}
