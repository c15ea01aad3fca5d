/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.DataCategory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code X-Sentry-Rate-Limits}: {@code seconds:categories:scope:reason:namespaces}, several
 * separated by commas. As Relay does, it skips what it cannot read and takes the rest.
 */
final class RateLimitText {
  /** What is read of a header; Sentry's own are shorter by far. */
  static final int MAX_CHARS = 4096;

  static final int MAX_REASON_CHARS = 40;

  /** The namespace of the metrics that clients send; Sentry makes those in others by itself. */
  private static final String CLIENTS_NAMESPACE = "custom";

  /** Sentry's names and where we keep what they are about. A name that is not here is ignored. */
  private static final Map<String, DataCategory> CATEGORIES = categories();

  /**
   * One limit as it stands in the header.
   *
   * @param seconds 0 or more
   * @param name the category as Sentry names it; empty for all
   * @param category what that is for us; null for all
   * @param detail reason and namespaces, fit to be told on
   */
  record Stated(
      long seconds,
      String name,
      @Nullable DataCategory category,
      RateLimit.Scope scope,
      String detail) {}

  private RateLimitText() {}

  private static Map<String, DataCategory> categories() {
    Map<String, DataCategory> categories = new HashMap<>();
    for (DataCategory category : DataCategory.values()) {
      if (category != DataCategory.CLIENT_REPORT) {
        categories.put(category.wireName(), category);
      }
    }
    categories.put("attachment_item", DataCategory.ATTACHMENT);
    categories.put("log_byte", DataCategory.LOG_ITEM);
    categories.put("profile_chunk", DataCategory.PROFILE);
    categories.put("profile_chunk_ui", DataCategory.PROFILE);
    categories.put("trace_metric", DataCategory.METRIC_BUCKET);
    return categories;
  }

  /** Sentry's names of all categories that can be limited. */
  static Set<String> names() {
    return CATEGORIES.keySet();
  }

  /**
   * Reads a header.
   *
   * @return a limit for each category, in their order; empty when nothing can be read
   */
  static List<Stated> parse(String header) {
    List<Stated> limits = new ArrayList<>();
    for (String limit : whole(header).split(",", -1)) {
      String[] fields = limit.split(":", 6);
      long seconds = RetryAfter.seconds(fields[0].strip());
      if (seconds >= 0) {
        addTo(limits, seconds, fields);
      }
    }
    return limits;
  }

  /**
   * One limit as it was read by another instance.
   *
   * @return null when it names no category that there is
   */
  static @Nullable Stated stated(String name, String scope, String detail) {
    DataCategory category = CATEGORIES.get(name);
    if (category == null && !name.isEmpty()) {
      return null;
    }
    int colon = detail.indexOf(':');
    String told = reason(colon < 0 ? detail : detail.substring(0, colon));
    if (colon >= 0 && namesClients(detail.substring(colon + 1))) {
      told += ":" + CLIENTS_NAMESPACE;
    }
    return new Stated(0, name, category, RateLimit.Scope.named(scope), told);
  }

  /** Never half of a limit: without its last category it could mean all of them. */
  private static String whole(String header) {
    if (header.length() <= MAX_CHARS) {
      return header;
    }
    return header.substring(0, Math.max(0, header.lastIndexOf(',', MAX_CHARS)));
  }

  private static void addTo(List<Stated> limits, long seconds, String[] fields) {
    RateLimit.Scope scope = RateLimit.Scope.named(field(fields, 2));
    String reason = reason(field(fields, 3));
    String namespaces = field(fields, 4);
    boolean any = false;
    for (String part : field(fields, 1).split(";", -1)) {
      String name = part.strip();
      if (name.isEmpty()) {
        continue;
      }
      any = true;
      DataCategory category = CATEGORIES.get(name);
      if (category == DataCategory.METRIC_BUCKET && !namespaces.isEmpty()) {
        if (namesClients(namespaces)) {
          String detail = reason + ":" + CLIENTS_NAMESPACE;
          limits.add(new Stated(seconds, name, category, scope, detail));
        }
      } else if (category != null) {
        limits.add(new Stated(seconds, name, category, scope, reason));
      }
    }
    if (!any) {
      limits.add(new Stated(seconds, "", null, scope, reason));
    }
  }

  private static String field(String[] fields, int index) {
    return index < fields.length ? fields[index].strip() : "";
  }

  private static boolean namesClients(String namespaces) {
    for (String namespace : namespaces.split(";", -1)) {
      if (namespace.strip().equals(CLIENTS_NAMESPACE)) {
        return true;
      }
    }
    return false;
  }

  /** It goes into our own answers: nothing in it may end a limit, or the header. */
  private static String reason(String text) {
    StringBuilder reason = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_REASON_CHARS; i++) {
      char c = text.charAt(i);
      boolean plain = c > ' ' && c <= '~' && c != ',' && c != ':' && c != ';';
      reason.append(plain ? c : '_');
    }
    return reason.toString();
  }
}
