/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/**
 * A setting as it holds, and who has said so. Immutable; shows no secret.
 *
 * @param setting which one
 * @param value as a literal; {@code ***} where it is secret
 * @param origin where it was set, such as {@code cyclops.conf:12}, {@code environment
 *     CYCLOPS_MAX_CACHE_USES} or {@code default}
 */
public record EffectiveValue(Setting<?> setting, String value, String origin) {
  private static final String HIDDEN = "***";

  /** One that nobody has set. */
  static EffectiveValue ofDefault(Setting<?> setting) {
    return new EffectiveValue(setting, setting.defaultText(), "default");
  }

  static EffectiveValue of(Setting<?> setting, Given given) {
    boolean none = given.literal() instanceof Literal.None;
    String value = setting.type().secret() && !none ? HIDDEN : shown(given.literal());
    return new EffectiveValue(setting, value, origin(setting, given));
  }

  /** A URL may hold a key or password before its host. */
  private static String shown(Literal literal) {
    String text = LiteralText.of(literal);
    int at = text.lastIndexOf('@');
    return at < 0 ? text : "'" + HIDDEN + text.substring(at);
  }

  private static String origin(Setting<?> setting, Given given) {
    int space = given.where().lastIndexOf(' ');
    String key = given.where().substring(space + 1);
    if (given.line() == 0) {
      return "environment " + key;
    }
    String place = given.where().substring(0, space - 1);
    return key.equals(setting.name()) ? place : place + " as " + key;
  }
}
