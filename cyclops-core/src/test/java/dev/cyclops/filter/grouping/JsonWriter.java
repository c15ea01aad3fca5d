/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes maps, lists and scalars as JSON, each time another way if a source of chance is given. */
public final class JsonWriter {
  private JsonWriter() {}

  /** Builds an object from names and values in turn. */
  public static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  public static String write(Object value) {
    StringBuilder json = new StringBuilder();
    write(value, null, json);
    return json.toString();
  }

  /** With members in any order, escapes and white space where they do not count. */
  public static String write(Object value, Random random) {
    StringBuilder json = new StringBuilder();
    write(value, random, json);
    return json.toString();
  }

  private static void write(Object value, Random random, StringBuilder json) {
    space(random, json);
    if (value instanceof Map<?, ?> map) {
      List<Map.Entry<?, ?>> members = new ArrayList<>(map.entrySet());
      if (random != null) {
        Collections.shuffle(members, random);
      }
      json.append('{');
      for (int i = 0; i < members.size(); i++) {
        json.append(i == 0 ? "" : ",");
        space(random, json);
        string((String) members.get(i).getKey(), random, json);
        space(random, json);
        json.append(':');
        write(members.get(i).getValue(), random, json);
      }
      space(random, json);
      json.append('}');
    } else if (value instanceof List<?> list) {
      json.append('[');
      for (int i = 0; i < list.size(); i++) {
        json.append(i == 0 ? "" : ",");
        write(list.get(i), random, json);
      }
      space(random, json);
      json.append(']');
    } else if (value instanceof String text) {
      string(text, random, json);
    } else {
      json.append(value);
    }
    space(random, json);
  }

  private static void space(Random random, StringBuilder json) {
    if (random != null && random.nextInt(20) == 0) {
      json.append(" \n\t\r".charAt(random.nextInt(4)));
    }
  }

  private static void string(String text, Random random, StringBuilder json) {
    boolean escape = random != null && random.nextInt(8) == 0;
    json.append('"');
    for (char c : text.toCharArray()) {
      if (escape && random.nextInt(3) == 0) {
        json.append(String.format("\\u%04x", (int) c));
      } else if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c == '\n') {
        json.append("\\n");
      } else if (c < ' ') {
        json.append(String.format("\\u%04X", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
