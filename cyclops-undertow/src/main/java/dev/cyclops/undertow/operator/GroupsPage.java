/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cyclops.Cyclops;
import dev.cyclops.event.FloodGroup;
import java.util.List;
import java.util.OptionalLong;

/**
 * The page {@code /groups}: who floods, the highest rate first. Times are of ISO 8601, rates are
 * events a second. Titles and levels are strangers' words: text, whatever stands in them.
 */
final class GroupsPage {
  private static final double THOUSANDTHS = 1000;

  private GroupsPage() {}

  /**
   * The page.
   *
   * @param project only that one's, if any
   * @param limit how many at the most
   */
  static JsonObject of(Cyclops cyclops, OptionalLong project, int limit) {
    List<FloodGroup> top =
        project.isPresent()
            ? cyclops.topGroups(project.getAsLong(), limit)
            : cyclops.topGroups(limit);
    JsonArray groups = new JsonArray();
    top.forEach(group -> groups.add(described(group)));
    JsonObject json = new JsonObject();
    json.add("groups", groups);
    return json;
  }

  private static JsonObject described(FloodGroup group) {
    JsonObject json = new JsonObject();
    json.addProperty("project", group.project());
    json.addProperty("id", group.id());
    json.addProperty("title", group.title());
    json.addProperty("level", group.level());
    json.addProperty("category", group.category().wireName());
    json.addProperty("seen", group.seen());
    json.addProperty("ignored", group.ignored());
    json.addProperty("perSecond", Math.round(group.perSecond() * THOUSANDTHS) / THOUSANDTHS);
    json.addProperty("firstSeen", group.firstSeen().toString());
    json.addProperty("lastSeen", group.lastSeen().toString());
    return json;
  }
}
