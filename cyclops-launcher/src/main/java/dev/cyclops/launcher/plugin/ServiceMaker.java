/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.lang.reflect.Constructor;
import java.time.Duration;

/**
 * Makes what a jar names as a service, to find out what it is. The constructor, the static
 * initializers before it and the methods that are asked are the plugin's and may hang, so that none
 * is waited for without end. Immutable.
 *
 * @param patience how long each may take
 */
record ServiceMaker(Duration patience) {
  /** What is asked of a service. */
  interface Question<S, A> {
    A ask(S service) throws Throwable;
  }

  /** Both, since a late service may have to be closed. */
  private record Answered<S, A>(S service, A answer) {}

  /**
   * Makes one, and asks it.
   *
   * @param found its class, not initialized so far
   * @param type what it should be
   * @return what it answered
   * @throws OverdueException when it does not in time; what comes later is closed where it can be
   * @throws Throwable when it cannot be made, or what it throws
   */
  <S, A> A make(PluginSource source, Class<?> found, Class<S> type, Question<S, A> question)
      throws Throwable {
    if (!type.isAssignableFrom(found)) {
      throw new IllegalArgumentException("is no " + type.getName());
    }
    Constructor<?> constructor = found.getConstructor();
    BoundedCall bounded = new BoundedCall("cyclops-plugin-" + found.getName(), source, patience);
    try {
      return bounded
          .of(
              () -> {
                S service = type.cast(Offer.instance(constructor));
                return new Answered<>(service, question.ask(service));
              },
              late -> PluginMaker.discard(late.service()))
          .answer();
    } catch (InterruptedException e) {
      // The next one is then not waited for, and who started all this hears of it.
      Thread.currentThread().interrupt();
      throw e;
    }
  }
}
