/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is behind a failure: drivers use causes, next exceptions, and both. */
final class Causes {
  private static final int MAX = 50;

  private Causes() {}

  /** The failure itself first, then what it names, outermost first. */
  static List<Throwable> of(@Nullable Throwable failure) {
    List<Throwable> found = new ArrayList<>();
    collect(failure, found, Collections.newSetFromMap(new IdentityHashMap<>()));
    return found;
  }

  private static void collect(
      @Nullable Throwable failure, List<Throwable> found, Set<Throwable> seen) {
    for (Throwable at = failure; at != null && found.size() < MAX && seen.add(at); ) {
      found.add(at);
      if (at instanceof SQLException sql) {
        collect(sql.getNextException(), found, seen);
      }
      at = at.getCause();
    }
  }

  /** The first of this type. */
  static <T extends Throwable> @Nullable T first(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }
}
