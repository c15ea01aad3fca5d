/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Writes error events as SDKs of today send them: an exception with frames, their source lines and
 * local variables, breadcrumbs, the request, contexts, modules. The same seed gives the same event.
 */
public final class EventJson {
  private static final String[] WORDS = {
    "order", "customer", "invoice", "session", "payment", "cache", "index", "request", "handler",
    "service", "queue", "worker", "report", "template", "account", "basket", "stock", "shipping"
  };

  private final Random random;
  private final StringBuilder json = new StringBuilder();

  private EventJson(long seed) {
    random = new Random(seed);
  }

  /** An event of about so many bytes. */
  public static byte[] ofBytes(int bytes, long seed) {
    byte[] event = {};
    for (int scale = 1; event.length < bytes; scale++) {
      event = new EventJson(seed).write(scale).getBytes(StandardCharsets.UTF_8);
    }
    return event;
  }

  /** The same event, its member {@code exception} moved behind all others. */
  static byte[] withExceptionLast(byte[] event) {
    String json = new String(event, StandardCharsets.UTF_8);
    int start = json.indexOf(",\"exception\":");
    int end = json.indexOf(",\"breadcrumbs\":");
    String moved =
        json.substring(0, start)
            + json.substring(end, json.length() - 1)
            + json.substring(start, end)
            + "}";
    return moved.getBytes(StandardCharsets.UTF_8);
  }

  /** Compressed as the JDK does by default. */
  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private String write(int scale) {
    json.append("{\"event_id\":\"")
        .append(hex(32))
        .append("\",\"timestamp\":\"2026-01-02T03:04:05Z\"");
    json.append(",\"platform\":\"python\",\"level\":\"error\",\"logger\":\"shop.").append(word());
    json.append("\",\"transaction\":\"shop.views.")
        .append(word())
        .append("\",\"release\":\"shop@4.");
    json.append(random.nextInt(99))
        .append(".1\",\"environment\":\"production\",\"server_name\":\"web-");
    json.append(random.nextInt(20))
        .append("\",\"exception\":{\"values\":[{\"type\":\"ValueError\",");
    json.append("\"value\":\"").append(word()).append(' ').append(random.nextInt(100_000));
    json.append(
        " not found\",\"module\":\"shop.errors\",\"mechanism\":{\"type\":\"django\",\"handled\":false},");
    json.append("\"stacktrace\":{\"frames\":[");
    each(Math.max(1, scale / 3), this::frame);
    json.append("]}}]},\"breadcrumbs\":{\"values\":[");
    each(scale, this::breadcrumb);
    json.append("]},\"request\":{\"url\":\"https://shop.example.com/").append(word());
    json.append("/\",\"method\":\"POST\",\"query_string\":\"page=").append(random.nextInt(9));
    json.append("\",\"headers\":{\"Accept\":\"text/html,application/xhtml+xml\",\"User-Agent\":");
    json.append(
        "\"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36\",");
    json.append("\"Host\":\"shop.example.com\"},\"env\":{\"REMOTE_ADDR\":\"10.1.")
        .append(random.nextInt(255));
    json.append(".7\",\"SERVER_NAME\":\"shop\"}},\"user\":{\"id\":\"")
        .append(random.nextInt(1_000_000));
    json.append(
        "\",\"ip_address\":\"10.2.3.4\"},\"contexts\":{\"runtime\":{\"name\":\"CPython\",\"version\":\"3.12.4\",");
    json.append("\"build\":\"3.12.4 (main, Jun  7 2024) [GCC 12.2.0]\"},\"trace\":{\"trace_id\":\"")
        .append(hex(32));
    json.append("\",\"span_id\":\"")
        .append(hex(16))
        .append("\",\"op\":\"http.server\"}},\"modules\":{");
    each(
        2 * scale,
        i ->
            json.append('"')
                .append(word())
                .append("-lib-")
                .append(i)
                .append("\":\"")
                .append(i % 7)
                .append(".")
                .append(random.nextInt(30))
                .append(".0\""));
    json.append(
        "},\"extra\":{\"sys.argv\":[\"manage.py\",\"runserver\"]},\"sdk\":{\"name\":\"sentry.python.django\",");
    json.append(
        "\"version\":\"2.8.0\",\"packages\":[{\"name\":\"pypi:sentry-sdk\",\"version\":\"2.8.0\"}]}}");
    return json.toString();
  }

  private interface Part {
    void write(int index);
  }

  private void each(int count, Part part) {
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        json.append(',');
      }
      part.write(i);
    }
  }

  private void frame(int i) {
    String file = "shop/" + word() + "/" + word() + ".py";
    json.append("{\"filename\":\"").append(file).append("\",\"abs_path\":\"/srv/app/").append(file);
    json.append("\",\"function\":\"")
        .append(word())
        .append('_')
        .append(word())
        .append("\",\"module\":\"shop.");
    json.append(word())
        .append('.')
        .append(word())
        .append("\",\"lineno\":")
        .append(20 + random.nextInt(400));
    json.append(",\"pre_context\":[");
    each(5, this::line);
    json.append("],\"context_line\":");
    line(i);
    json.append(",\"post_context\":[");
    each(5, this::line);
    json.append("],\"vars\":{\"self\":\"<shop.")
        .append(word())
        .append(" object at 0x7f")
        .append(hex(10));
    json.append(">\",\"request\":\"<WSGIRequest: POST '/")
        .append(word())
        .append("/'>\",\"")
        .append(word());
    json.append("_id\":\"")
        .append(random.nextInt(100_000))
        .append("\",\"args\":[],\"kwargs\":{\"pk\":\"");
    json.append(random.nextInt(100_000)).append("\"}},\"in_app\":").append(i % 3 == 0).append('}');
  }

  private void line(int i) {
    json.append("\"        ");
    switch (random.nextInt(6)) {
      case 0 -> json.append("if not self.").append(word()).append(".is_valid():");
      case 1 ->
          json.append(word())
              .append(" = self.get_")
              .append(word())
              .append("(")
              .append(word())
              .append("_id)");
      case 2 -> json.append("raise ValueError(\\\"").append(word()).append(" not found\\\")");
      case 3 ->
          json.append("return ")
              .append(word())
              .append(".")
              .append(word())
              .append("(*args, **kwargs)");
      case 4 -> json.append("# the ").append(word()).append(" may be gone by now, look again");
      default -> json.append("for ").append(word()).append(" in ").append(word()).append("_list:");
    }
    json.append('"');
  }

  private void breadcrumb(int i) {
    json.append("{\"timestamp\":\"2026-01-02T03:0")
        .append(i % 10)
        .append(":05.123456Z\",\"type\":\"");
    json.append(i % 2 == 0 ? "default" : "http")
        .append("\",\"category\":\"")
        .append(word())
        .append(".query\",\"level\":\"info\",");
    json.append("\"message\":\"SELECT id, name, created_at FROM ")
        .append(word())
        .append(" WHERE ")
        .append(word());
    json.append("_id = ")
        .append(random.nextInt(100_000))
        .append(" LIMIT 21\",\"data\":{\"duration_ms\":");
    json.append(random.nextInt(90)).append(",\"rows\":").append(random.nextInt(21)).append("}}");
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private String hex(int digits) {
    StringBuilder hex = new StringBuilder();
    while (hex.length() < digits) {
      hex.append(Character.forDigit(random.nextInt(16), 16));
    }
    return hex.toString();
  }
}
