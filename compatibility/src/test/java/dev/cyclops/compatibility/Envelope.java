/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An envelope in its parts; what is framed wrongly throws. */
record Envelope(JsonObject header, List<Item> items) {
  record Item(JsonObject header, byte[] payload) {
    String type() {
      return header.get("type").getAsString();
    }
  }

  static Envelope parse(byte[] bytes) {
    int end = lineEnd(bytes, 0);
    JsonObject header = object(bytes, 0, end);
    List<Item> items = new ArrayList<>();
    int start = end + 1;
    while (start < bytes.length) {
      int headerEnd = lineEnd(bytes, start);
      JsonObject itemHeader = object(bytes, start, headerEnd);
      JsonElement length = itemHeader.get("length");
      int from = Math.min(headerEnd + 1, bytes.length);
      int to = length == null ? lineEnd(bytes, from) : from + length.getAsInt();
      if (to > bytes.length || (to < bytes.length && bytes[to] != '\n')) {
        throw new AssertionError("an item of the wrong length: " + itemHeader);
      }
      items.add(new Item(itemHeader, Arrays.copyOfRange(bytes, from, to)));
      start = to + 1;
    }
    return new Envelope(header, items);
  }

  private static int lineEnd(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private static JsonObject object(byte[] bytes, int start, int end) {
    return JsonParser.parseString(new String(bytes, start, end - start, UTF_8)).getAsJsonObject();
  }
}
