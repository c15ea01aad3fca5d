/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.DatabaseSettings;
import dev.cyclops.launcher.config.KeyOrigin;
import dev.cyclops.launcher.config.Setting;
import java.util.List;
import java.util.Set;

/**
 * Has a Cyclops that runs take its keys from where another configuration says: from nowhere, from
 * the list, or from a database. Only a plugin that makes keys is made at the start alone. Not
 * thread-safe.
 */
final class KeySwitch {
  /** How a database is asked: for other ones there is another source. */
  private static final List<Setting<?>> DATABASE =
      List.of(
          DatabaseSettings.DB_HOST,
          DatabaseSettings.DB_BACKEND,
          DatabaseSettings.DB_PORT,
          DatabaseSettings.DB_NAME,
          DatabaseSettings.DB_USER,
          DatabaseSettings.DB_PASS,
          DatabaseSettings.DB_URL,
          DatabaseSettings.DB_TLS,
          DatabaseSettings.DB_CA_FILE,
          DatabaseSettings.DB_QUERY,
          DatabaseSettings.DB_TIMEOUT);

  private static final Set<Setting<?>> ACCESS =
      Set.of(
          AccessSettings.RESTRICT_API_ACCESS,
          AccessSettings.KEY_SOURCE,
          AccessSettings.PROJECT_KEYS,
          DatabaseSettings.DB_START_TIMEOUT);

  private final Cyclops cyclops;
  private final ListedKeys listed;

  /** The configuration whose keys hold. */
  private Config inForce;

  /**
   * A switch.
   *
   * @param started what it was started with
   * @param listed the source of the keys that are listed, if it is asked
   */
  KeySwitch(Cyclops cyclops, Config started, ListedKeys listed) {
    this.cyclops = cyclops;
    this.listed = listed;
    inForce = started;
  }

  /** Whether it is about one of the settings that {@link #apply} looks at. */
  static boolean isAbout(Setting<?> setting) {
    return ACCESS.contains(setting) || DATABASE.contains(setting);
  }

  /** Whether a setting says what is not so, now that a configuration was applied. */
  boolean isLeft(Setting<?> setting, Config config) {
    return !config.get(setting).equals(inForce.get(setting));
  }

  /**
   * Lets the keys of a configuration hold, if that can be done without a restart. From another
   * origin it waits for them.
   *
   * @throws OperatorException when there are none to be had; then those before hold
   */
  void apply(Config config) throws OperatorException {
    KeyOrigin origin = KeyOrigin.of(config);
    if (origin == KeyOrigin.PLUGIN) {
      // With another name, or where there was none, it would have to be made.
      cyclops.refreshKeys();
      return;
    }
    if (origin != KeyOrigin.of(inForce)
        || (origin == KeyOrigin.DATABASE && isAnotherDatabase(config))) {
      take(source(origin, config), config);
    } else {
      listed.keys(KeyWiring.listed(config));
      cyclops.refreshKeys();
    }
    inForce = config;
  }

  private boolean isAnotherDatabase(Config config) {
    // What nobody has set may be what a URL says.
    return DATABASE.stream()
        .anyMatch(
            setting -> isLeft(setting, config) || config.isSet(setting) != inForce.isSet(setting));
  }

  private KeySource source(KeyOrigin origin, Config config) throws OperatorException {
    return switch (origin) {
      case OPEN -> KeySource.openToAll();
      case LISTED -> {
        // Nobody has asked for them so far.
        listed.keys(KeyWiring.listed(config));
        yield listed;
      }
      case DATABASE -> database(config);
      case PLUGIN -> throw new IllegalArgumentException("a plugin's keys are made at the start");
    };
  }

  private static KeySource database(Config config) throws OperatorException {
    Logging.tellOfKeys();
    try {
      return KeyWiring.database(config);
    } catch (IllegalStateException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private void take(KeySource source, Config config) throws OperatorException {
    try {
      cyclops.keys(source, config.get(DatabaseSettings.DB_START_TIMEOUT));
    } catch (IllegalStateException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }
}
