/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the text of a case into bytes. What the escapes and the macros mean is told at the head of
 * {@code README.txt} beside the cases. Not thread-safe.
 */
final class WireText {
  private static final String HEAD = " HTTP/1.1\r\nHost: cyclops.example\r\n";
  private static final String AUTH = "X-Sentry-Auth: Sentry sentry_version=7, sentry_key=public";
  private static final int MAX_BYTES = 64 << 20;

  private final String where;
  private final Map<String, String> texts = new HashMap<>();
  private final List<byte[]> bodies = new ArrayList<>();

  WireText(String where, String caseName) {
    this.where = where;
    texts.put("auth", AUTH);
    texts.put("host", "Host: cyclops.example");
    texts.put("store", "POST /api/3/store/" + HEAD + AUTH);
    texts.put("envelope", "POST /api/3/envelope/" + HEAD + AUTH);
    texts.put("count", "GET /count HTTP/1.1\r\nHost: cyclops.example");
    texts.put("id", Ids.of(caseName));
    texts.put("id2", Ids.of(caseName + " 2"));
    texts.put("event", event(Ids.of(caseName)));
    texts.put("event2", event(Ids.of(caseName + " 2")));
    texts.put("smuggled", smuggled(event(Ids.of(caseName + " smuggled"))));
  }

  private static String event(String id) {
    return "{\"event_id\":\"" + id + "\",\"message\":\"corpus\"}";
  }

  private static String smuggled(String event) {
    return "POST /api/3/store/?smuggled"
        + HEAD
        + AUTH
        + "\r\nContent-Length: "
        + event.length()
        + "\r\n\r\n"
        + event;
  }

  /** What the macros that frame a body have framed so far. */
  List<byte[]> bodies() {
    return bodies;
  }

  byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\') {
        i = escape(text, i + 1, out);
      } else if (text.startsWith("${", i)) {
        int end = closing(text, i + 2);
        out.writeBytes(macro(text.substring(i + 2, end)));
        i = end + 1;
      } else {
        out.write(c);
        i++;
      }
    }
    return out.toByteArray();
  }

  private int escape(String text, int at, ByteArrayOutputStream out) {
    char c = at < text.length() ? text.charAt(at) : ' ';
    switch (c) {
      case 'r' -> out.write('\r');
      case 'n' -> out.write('\n');
      case 't' -> out.write('\t');
      case '0' -> out.write(0);
      case '\\', '$', '}' -> out.write(c);
      case 'x' -> {
        out.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
        return at + 3;
      }
      default -> throw wrong("unknown escape \\" + c);
    }
    return at + 1;
  }

  /** The brace that closes a macro; macros nest, and braces of JSON inside one must balance. */
  private int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    throw wrong("a macro without its end");
  }

  private byte[] macro(String text) {
    String fixed = texts.get(text);
    if (fixed != null) {
      return fixed.getBytes(ISO_8859_1);
    }
    int star = text.lastIndexOf('*');
    int colon = text.indexOf(':');
    if (star > 0 && text.substring(star + 1).matches("[0-9]+")) {
      return repeat(bytes(text.substring(0, star)), Integer.parseInt(text.substring(star + 1)));
    }
    if (colon < 0) {
      throw wrong("unknown macro " + text);
    }
    String[] words = text.substring(0, colon).split(" ", 2);
    byte[] inner = bytes(text.substring(colon + 1));
    return switch (words[0]) {
      case "body" -> framed(inner);
      case "chunked" -> chunked(inner);
      case "chunk" -> chunk(inner);
      case "length" -> Integer.toString(inner.length).getBytes(ISO_8859_1);
      case "cut" -> Encodings.cut(inner, Integer.parseInt(words[1]));
      case "flip" -> Encodings.flip(inner, Integer.parseInt(words[1]));
      default -> encoded(words[0], inner);
    };
  }

  private byte[] encoded(String name, byte[] inner) {
    byte[] encoded = Encodings.encode(name, inner);
    if (encoded == null) {
      throw wrong("unknown macro " + name);
    }
    return encoded;
  }

  private byte[] repeat(byte[] bytes, int times) {
    if ((long) bytes.length * times > MAX_BYTES) {
      throw wrong("a repetition of more than " + MAX_BYTES + " bytes");
    }
    byte[] all = new byte[bytes.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }

  private byte[] framed(byte[] body) {
    bodies.add(body);
    return concat("Content-Length: " + body.length + "\r\n\r\n", body, "");
  }

  private byte[] chunked(byte[] body) {
    bodies.add(body);
    return concat("Transfer-Encoding: chunked\r\n\r\n", chunk(body), "0\r\n\r\n");
  }

  private static byte[] chunk(byte[] data) {
    return concat(Integer.toHexString(data.length) + "\r\n", data, "\r\n");
  }

  private static byte[] concat(String before, byte[] bytes, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(ISO_8859_1));
    out.writeBytes(bytes);
    out.writeBytes(after.getBytes(ISO_8859_1));
    return out.toByteArray();
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(where + ": " + what);
  }
}
