/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.cyclops.Cyclops;
import dev.cyclops.event.Event;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What an operator may see of dead letters, and do with them. Keys are never shown, nor what may
 * hold one, such as a path; a payload only to who asks for it by its id. Thread-safe.
 */
final class DeadLetterPages {
  /** So many are asked for at once where all are wanted. */
  private static final int CHUNK = 1000;

  private static final String DATA = "sentry_data=";

  private final Cyclops cyclops;

  DeadLetterPages(Cyclops cyclops) {
    this.cyclops = cyclops;
  }

  /**
   * A page of them.
   *
   * @param max how many at the most
   * @param after the last one of the page before, if any
   * @param project only that one's, if any
   */
  JsonObject list(int max, Optional<String> after, OptionalLong project) {
    List<DeadLetter> page = new ArrayList<>();
    boolean more = walk(after, project, letter -> page.size() < max && page.add(letter));
    JsonArray letters = new JsonArray();
    page.forEach(letter -> letters.add(described(letter)));
    JsonObject json = new JsonObject();
    json.addProperty("total", cyclops.stats().storage().dead());
    json.add("letters", letters);
    if (more) {
      json.addProperty("next", page.get(page.size() - 1).id());
    } else {
      json.add("next", JsonNull.INSTANCE);
    }
    return json;
  }

  Optional<JsonObject> details(String id) {
    return dead().find(id).map(DeadLetterPages::described);
  }

  /** The body as it came, or what a GET carries in its query. */
  Optional<byte[]> payload(String id) {
    return dead().find(id).map(letter -> payload(letter.event()));
  }

  private static byte[] payload(Event event) {
    for (String parameter : event.query().split("&", -1)) {
      if (event.body().length == 0 && parameter.startsWith(DATA)) {
        return parameter.substring(DATA.length()).getBytes(US_ASCII);
      }
    }
    return event.body();
  }

  /** Sends these again; the number of those that were still there. */
  int retry(List<String> ids) {
    return count(ids, dead()::retry);
  }

  /** Forgets these; the number of those that were still there. */
  int drop(List<String> ids) {
    return count(ids, dead()::drop);
  }

  private static int count(List<String> ids, Predicate<String> action) {
    return (int) ids.stream().filter(action).count();
  }

  /** All that are there now: what is sent again and dies again is not met twice. */
  List<String> ids(OptionalLong project) {
    List<String> ids = new ArrayList<>();
    walk(Optional.empty(), project, letter -> ids.add(letter.id()));
    return ids;
  }

  /**
   * Goes through them, newest first, without holding all at once.
   *
   * @param visitor answers false when it wants no more, and has not taken that one
   * @return whether the visitor has refused one
   */
  private boolean walk(
      Optional<String> after, OptionalLong project, Predicate<DeadLetter> visitor) {
    DeadLetters dead = dead();
    List<DeadLetter> chunk = after.isPresent() ? dead.list(CHUNK, after.get()) : dead.list(CHUNK);
    while (!chunk.isEmpty()) {
      for (DeadLetter letter : chunk) {
        boolean wanted = project.isEmpty() || project.getAsLong() == letter.event().project();
        if (wanted && !visitor.test(letter)) {
          return true;
        }
      }
      chunk = dead.list(CHUNK, chunk.get(chunk.size() - 1).id());
    }
    return false;
  }

  private DeadLetters dead() {
    return cyclops.deadLetters();
  }

  private static JsonObject described(DeadLetter letter) {
    Event event = letter.event();
    JsonObject json = new JsonObject();
    json.addProperty("id", letter.id());
    json.addProperty("died", Instant.ofEpochMilli(letter.diedAtMillis()).toString());
    json.addProperty("arrived", Instant.ofEpochMilli(event.arrivedAtMillis()).toString());
    json.addProperty("project", event.project());
    json.addProperty("category", event.category().wireName());
    json.addProperty("route", event.route().name().toLowerCase(Locale.ROOT));
    json.addProperty("method", event.method());
    json.addProperty("event", event.id() == null ? null : event.id().toString());
    json.addProperty("reason", letter.reason());
    json.addProperty("contentType", event.headers().get("Content-Type"));
    json.addProperty("contentEncoding", event.headers().get("Content-Encoding"));
    json.addProperty("bytes", payload(event).length);
    return json;
  }
}
