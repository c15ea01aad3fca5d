/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import org.jspecify.annotations.Nullable;

/**
 * The numbers by which categories and routes are known in {@link EventFrame frames} and keys,
 * whatever their order in a version of Cyclops: they are never given to another one. Stateless.
 */
public final class EventCodes {
  private static final @Nullable DataCategory[] CATEGORIES = new DataCategory[32];
  private static final @Nullable Route[] ROUTES = new Route[32];

  static {
    for (DataCategory category : DataCategory.values()) {
      CATEGORIES[of(category)] = category;
    }
    for (Route route : Route.values()) {
      ROUTES[of(route)] = route;
    }
  }

  private EventCodes() {}

  /**
   * The number of a category.
   *
   * @param category which
   * @return 1 to 31
   */
  public static int of(DataCategory category) {
    return switch (category) {
      case DEFAULT -> 1;
      case ERROR -> 2;
      case TRANSACTION -> 3;
      case SECURITY -> 4;
      case ATTACHMENT -> 5;
      case SESSION -> 6;
      case PROFILE -> 7;
      case REPLAY -> 8;
      case MONITOR -> 9;
      case FEEDBACK -> 10;
      case METRIC_BUCKET -> 11;
      case SPAN -> 12;
      case LOG_ITEM -> 13;
      case CLIENT_REPORT -> 14;
    };
  }

  /**
   * The number of a route.
   *
   * @param route which
   * @return 1 to 31
   */
  public static int of(Route route) {
    return switch (route) {
      case STORE -> 1;
      case ENVELOPE -> 2;
      case SECURITY -> 3;
      case NEL -> 4;
      case MINIDUMP -> 5;
      case UNREAL -> 6;
      case ATTACHMENTS -> 7;
      case CRON -> 8;
      case OTLP -> 9;
    };
  }

  /**
   * The category of a number.
   *
   * @param code any number
   * @return null for one that only a newer version knows
   */
  public static @Nullable DataCategory category(int code) {
    return code >= 0 && code < CATEGORIES.length ? CATEGORIES[code] : null;
  }

  /**
   * The route of a number.
   *
   * @param code any number
   * @return null for one that only a newer version knows
   */
  public static @Nullable Route route(int code) {
    return code >= 0 && code < ROUTES.length ? ROUTES[code] : null;
  }
}
