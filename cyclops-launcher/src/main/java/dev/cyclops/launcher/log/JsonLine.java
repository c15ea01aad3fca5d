/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * One JSON object a line. Members: {@code time} (ISO 8601, UTC), {@code level}, {@code logger},
 * {@code thread}, {@code message}, and where there is one {@code request} and {@code exception}
 * with its {@code class}, {@code message} and {@code stack}. Thread-safe.
 */
final class JsonLine implements LineFormat {
  @Override
  public String line(ILoggingEvent event) {
    JsonObject json = new JsonObject();
    json.addProperty("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    json.addProperty("level", LineFormat.level(event.getLevel()));
    json.addProperty("logger", event.getLoggerName());
    json.addProperty("thread", event.getThreadName());
    json.addProperty("message", cut(String.valueOf(event.getFormattedMessage())));
    String request = event.getMDCPropertyMap().get(REQUEST);
    if (request != null) {
      json.addProperty("request", cut(request));
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      json.add("exception", exception(thrown));
    }
    return escaped(json.toString()) + "\n";
  }

  /** Gson leaves those controls alone that JSON allows, though some take them for line ends. */
  private static String escaped(String json) {
    if (json.chars().noneMatch(JsonLine::isLateControl)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 16);
    json.chars()
        .forEach(
            c -> {
              if (isLateControl(c)) {
                escaped.append("\\u%04x".formatted(c));
              } else {
                escaped.append((char) c);
              }
            });
    return escaped.toString();
  }

  private static boolean isLateControl(int c) {
    return c >= 0x7f && c <= 0x9f;
  }

  private static JsonObject exception(IThrowableProxy thrown) {
    JsonObject exception = new JsonObject();
    exception.addProperty("class", thrown.getClassName());
    if (thrown.getMessage() != null) {
      exception.addProperty("message", cut(thrown.getMessage()));
    }
    StringBuilder stack = new StringBuilder();
    StackText.append(stack, thrown);
    exception.addProperty("stack", stack.toString());
    return exception;
  }

  private static String cut(String text) {
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
  }
}
