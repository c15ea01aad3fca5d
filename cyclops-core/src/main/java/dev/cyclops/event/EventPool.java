/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import org.jspecify.annotations.Nullable;

/**
 * Lets what equals in queued events be one: projects, keys, paths and queries repeat without end. A
 * small table in which a newcomer replaces whatever stood in its place, so strangers cannot make it
 * grow. Thread-safe by way of benign races: what is in it is immutable.
 */
public final class EventPool {
  private static final int SIZE = 1024;

  /** A long one is hardly ever a repeat, and 1024 of them would be megabytes. */
  private static final int MAX_LENGTH = 256;

  private final String[] strings = new String[SIZE];
  private final @Nullable Origin[] origins = new Origin[SIZE];

  /** An empty pool. */
  public EventPool() {}

  String pooled(String text) {
    if (text.length() > MAX_LENGTH) {
      return text;
    }
    int at = slot(text.hashCode());
    String known = strings[at];
    if (text.equals(known)) {
      return known;
    }
    strings[at] = text;
    return text;
  }

  /** Where accepted events of that project and key came from before; null when it is not known. */
  @Nullable Origin find(Origin origin, long project, String publicKey) {
    Origin known = origins[slot(origin, project, publicKey)];
    boolean same =
        known != null
            && known.project() == project
            && known.route() == origin.route()
            && known.method().equals(origin.method())
            && known.path().equals(origin.path())
            && known.query().equals(origin.query())
            && publicKey.equals(known.publicKey());
    return same ? known : null;
  }

  /** Where accepted events of that project and key come from, from now on. */
  Origin add(Origin origin, long project, String publicKey) {
    String path = pooled(origin.path());
    String query = pooled(origin.query());
    String key = pooled(publicKey);
    String method = pooled(origin.method());
    Origin added = new Origin(project, key, origin.route(), method, path, query, null);
    if (path.length() <= MAX_LENGTH && query.length() <= MAX_LENGTH && key.length() <= MAX_LENGTH) {
      origins[slot(origin, project, publicKey)] = added;
    }
    return added;
  }

  private static int slot(Origin origin, long project, String publicKey) {
    int hash = 31 * Long.hashCode(project) + origin.path().hashCode();
    return slot(31 * (31 * hash + origin.query().hashCode()) + publicKey.hashCode());
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 16) & (SIZE - 1);
  }
}
