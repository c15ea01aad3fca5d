/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.alert;

import com.google.gson.JsonObject;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.watch.StateChange;
import java.util.Locale;

/**
 * An alert as it is posted: JSON whose members keep their meaning within a version, and a {@code
 * text} for receivers that show no more than that.
 */
final class AlertMessage {
  private static final int VERSION = 1;

  private AlertMessage() {}

  /**
   * The body.
   *
   * @param id the same each time that it is sent
   * @param instance who tells it
   * @param missed how many before it could not be delivered
   */
  static String json(StateChange change, String id, String instance, long missed) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("id", id);
    json.addProperty("kind", change.kind().name().toLowerCase(Locale.ROOT));
    json.addProperty("phase", change.phase().name().toLowerCase(Locale.ROOT));
    json.addProperty("time", change.at().toString());
    json.addProperty("seconds", change.lasted().toMillis() / 1000.0);
    json.addProperty("instance", instance);
    json.addProperty("count", change.count());
    json.addProperty("perSecond", change.perSecond());
    if (change.project() != 0) {
      json.addProperty("project", change.project());
    }
    FloodGroup group = change.group();
    if (group != null) {
      json.addProperty("group", group.id());
      json.addProperty("title", group.title());
      if (group.level() != null) {
        json.addProperty("level", group.level());
      }
    }
    if (!change.detail().isEmpty()) {
      json.addProperty("detail", change.detail());
    }
    json.addProperty("missed", missed);
    json.addProperty("text", text(change, instance));
    return json.toString();
  }

  private static String text(StateChange change, String instance) {
    FloodGroup group = change.group();
    String mark = change.begins() ? "[begin] " : "[end] ";
    String title = group == null ? "" : " `" + quoted(group.title()) + "`";
    return mark + escaped(change.text()) + title + " (" + escaped(instance) + ")";
  }

  /**
   * A stranger's words as code, where chat servers look for no names, links or pictures; nothing in
   * them ends it.
   */
  private static String quoted(String title) {
    StringBuilder quoted = new StringBuilder();
    title
        .codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean unseen =
                  Character.isISOControl(c)
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR
                      || type == Character.SURROGATE;
              quoted.appendCodePoint(unseen ? ' ' : c == '`' ? '\'' : c);
            });
    return escaped(quoted.toString());
  }

  /** As Slack wants it: these three begin what is more than text. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
