/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import dev.cyclops.auth.KeySource;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.plugin.PluginContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has plugins make their implementations, and end them where no barrier does. Neither waits for
 * ever, and what is told of a failure repeats no setting. Immutable.
 *
 * @param settings what {@code PLUGIN_SETTINGS} says to each plugin, by its name
 * @param patience how long each may take
 */
record PluginMaker(Map<String, Map<String, Object>> settings, Duration patience) {
  /** Long enough for a connection, and for one that has to be tried again. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Makes one.
   *
   * @param setting which names it
   * @throws PluginException when it cannot be made, or is not made in time
   */
  <T> T make(Setting<?> setting, Offer<T> offer, PluginContext context) {
    Throwable failure;
    try {
      T target = bounded(offer).of(() -> offer.factory().create(context), PluginMaker::discard);
      if (offer.type().isInstance(target)) {
        return target;
      }
      failure = new IllegalArgumentException("made no " + offer.type().getName());
    } catch (Throwable e) {
      failure = e;
    }
    throw new PluginException(
        "%s: %s cannot be made: %s".formatted(setting, offer, why(offer, failure)), failure);
  }

  /**
   * Ends what one has made.
   *
   * @return what went wrong with that; empty when nothing did
   */
  Optional<String> end(Offer<?> offer, Object target) {
    try {
      var unused =
          bounded(offer)
              .of(
                  () -> {
                    close(target);
                    return true;
                  },
                  late -> {});
      return Optional.empty();
    } catch (OverdueException e) {
      return Optional.of(offer + " was not closed within " + patience.toSeconds() + " s");
    } catch (Throwable e) {
      return Optional.of(offer + " cannot be closed: " + why(offer, e));
    }
  }

  private BoundedCall bounded(Offer<?> offer) {
    return new BoundedCall("cyclops-plugin-" + offer.name(), offer.source(), patience);
  }

  private String why(Offer<?> offer, Throwable failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    SettingsMask mask = new SettingsMask(told(offer));
    return FailureText.of(failure, offer.source().libraries(), mask::apply);
  }

  /** By its name, or by its class where that is what the configuration says. */
  private Map<String, Object> told(Offer<?> offer) {
    Map<String, Object> told = new HashMap<>();
    for (String name : List.of(offer.name(), offer.maker().getName())) {
      told.putAll(settings.getOrDefault(name, Map.of()));
    }
    return told;
  }

  /** Ends what nobody waits for any more. */
  static void discard(Object late) {
    try {
      close(late);
    } catch (Throwable e) {
      // That it came too late has been told, and that is the trouble with it.
      return;
    }
  }

  private static void close(Object target) throws Exception {
    if (target instanceof AutoCloseable closeable) {
      closeable.close();
    } else if (target instanceof KeySource keys) {
      keys.close();
    }
  }
}
