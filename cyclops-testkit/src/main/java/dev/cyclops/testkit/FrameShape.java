/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.JsonText.object;

import dev.cyclops.testkit.EventFixtures.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes the frames of a stack: the same ones for the same error, save for local variables. */
final class FrameShape {
  private static final List<String> NOUNS =
      List.of("basket", "price", "stock", "session", "order", "mail", "search", "user", "invoice");
  private static final List<String> VERBS =
      List.of("load", "check", "render", "update", "find", "send", "parse", "apply", "store");

  private final Shape shape;
  private final SplittableRandom essential;
  private final SplittableRandom incidental;

  FrameShape(Shape shape, long seed, SplittableRandom incidental) {
    this.shape = shape;
    essential = new SplittableRandom(seed);
    this.incidental = incidental;
  }

  /** So many frames that they take about that many bytes, and one at least. */
  List<Object> stack(int bytes) {
    List<Object> frames = new ArrayList<>();
    int left = bytes;
    do {
      Map<String, @Nullable Object> frame = frame();
      // Local variables do not count: what differs between repeats must not decide.
      left -= JsonText.write(frame).length() + (shape == Shape.PYTHON ? 200 : 0);
      addVariables(frame);
      frames.add(frame);
    } while (left > 0);
    return frames;
  }

  private Map<String, @Nullable Object> frame() {
    String noun = pick(NOUNS);
    String verb = pick(VERBS);
    int line = 1 + essential.nextInt(900);
    return switch (shape) {
      case PYTHON -> python(noun, verb, line);
      case JAVASCRIPT ->
          object(
              "filename",
              "https://cdn.shop.example/static/app." + noun.length() + "f3a9c.min.js",
              "function",
              noun.charAt(0) + "." + verb.charAt(0),
              "lineno",
              1,
              "colno",
              100 * line,
              "in_app",
              true);
      case JAVA ->
          object(
              "filename", title(noun) + "Service.java",
              "module", "com.example.shop." + noun + "." + title(noun) + "Service",
              "function", verb + title(noun),
              "lineno", line,
              "in_app", true);
      case NODE_OLD ->
          object(
              "filename",
              "/srv/shop/lib/" + noun + ".js",
              "function",
              verb,
              "lineno",
              line,
              "context_line",
              "  return " + verb + "(" + noun + ", done);",
              "in_app",
              true);
      case PHP_INTERFACES ->
          object(
              "filename", "/srv/shop/src/" + title(noun) + ".php",
              "function", title(noun) + "::" + verb,
              "lineno", line,
              "context_line", "        return $this->" + verb + "($" + noun + ");");
    };
  }

  private static Map<String, @Nullable Object> python(String noun, String verb, int line) {
    String call = verb + "_" + noun;
    return object(
        "filename",
        "shop/" + noun + ".py",
        "abs_path",
        "/srv/shop/shop/" + noun + ".py",
        "module",
        "shop." + noun,
        "function",
        call,
        "lineno",
        line,
        "pre_context",
        List.of(
            "def " + call + "(" + noun + "_id, retries=3):", "    with tracer(\"" + call + "\"):"),
        "context_line",
        "        result = " + verb + "(" + noun + "_id, timeout=5)",
        "post_context",
        List.of("        if result is None:", "            raise KeyError(" + noun + "_id)"),
        "in_app",
        true);
  }

  private void addVariables(Map<String, @Nullable Object> frame) {
    if (shape == Shape.PYTHON) {
      frame.put(
          "vars",
          object(
              "retries", String.valueOf(incidental.nextInt(4)),
              "self",
                  "<shop.Service object at 0x7f" + Integer.toHexString(incidental.nextInt()) + ">",
              "result", "None",
              "item_id", String.valueOf(incidental.nextInt(1_000_000)),
              "session", Long.toHexString(incidental.nextLong())));
    }
  }

  private String pick(List<String> words) {
    return words.get(essential.nextInt(words.size()));
  }

  private static String title(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
