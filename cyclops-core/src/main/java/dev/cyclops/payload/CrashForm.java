/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a crash reporter sends a dump, as far as its event's id goes: it stands in the
 * field {@code sentry}, which holds JSON, or in {@code sentry[event_id]}, whichever comes first.
 * Looks at the headers of each part and at those two fields, jumps over everything else, and never
 * throws, whatever strangers send. Not thread-safe, but for its static methods.
 */
public final class CrashForm {
  private static final String BOUNDARY = "boundary=";

  /** As long as a boundary may be, and so no longer than a byte can tell. */
  private static final int MAX_BOUNDARY = 70;

  private static final int MAX_PART_HEADER_BYTES = 2048;
  private static final int MAX_JSON_BYTES = 1 << 20;

  private final byte[] body;
  private final byte[] delimiter;

  /** How far a search may jump when a byte stands under the delimiter's last. */
  private final byte[] jumps = new byte[256];

  private CrashForm(byte[] body, String boundary) {
    this.body = body;
    delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
    Arrays.fill(jumps, (byte) delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      jumps[delimiter[i] & 0xFF] = (byte) (delimiter.length - 1 - i);
    }
  }

  /** The id in the form, which came uncompressed; null when there is none, or it is no form. */
  static @Nullable EventId findEventId(Event event) {
    String boundary = boundary(event.headers().get("Content-Type"));
    return boundary == null ? null : new CrashForm(event.body(), boundary).find();
  }

  /**
   * Gives the event of a crash an id, so that Sentry knows a dump that is sent to it again.
   *
   * @param event a crash whose form holds no id
   * @param id the id
   * @return the event with one more field at the beginning of its form; the same event when it is
   *     no form, or one that is compressed or begins with anything but its first part
   */
  public static Event withEventId(Event event, EventId id) {
    String boundary = boundary(event.headers().get("Content-Type"));
    if (boundary == null) {
      return event;
    }
    String start = "--" + boundary + "\r\n";
    byte[] body = event.body();
    byte[] first = start.getBytes(ISO_8859_1);
    if (body.length < first.length
        || !Arrays.equals(body, 0, first.length, first, 0, first.length)) {
      return event;
    }
    String field = "Content-Disposition: form-data; name=\"sentry[event_id]\"\r\n\r\n" + id;
    byte[] part = (start + field + "\r\n").getBytes(ISO_8859_1);
    byte[] longer = Arrays.copyOf(part, part.length + body.length);
    System.arraycopy(body, 0, longer, part.length, body.length);
    return event.withBody(longer);
  }

  private static @Nullable String boundary(@Nullable String contentType) {
    if (contentType == null || !contentType.regionMatches(true, 0, "multipart/", 0, 10)) {
      return null;
    }
    int at = contentType.toLowerCase(Locale.ROOT).indexOf(BOUNDARY);
    if (at < 0) {
      return null;
    }
    String value = contentType.substring(at + BOUNDARY.length());
    boolean quoted = value.startsWith("\"");
    value = quoted ? value.substring(1).split("\"", 2)[0] : value.split("[;\\s]", 2)[0];
    return value.isEmpty() || value.length() > MAX_BOUNDARY ? null : value;
  }

  private @Nullable EventId find() {
    // The first delimiter has no line before it.
    boolean atOnce = startsWith(0, delimiter, 2);
    int part = atOnce ? delimiter.length - 2 : nextPart(0);
    while (part >= 0) {
      int headerEnd = headerEnd(part);
      if (headerEnd < 0) {
        return null;
      }
      String field = field(part, headerEnd);
      int content = headerEnd + 4;
      if (field.equals("sentry") || field.equals("sentry[event_id]")) {
        int end = delimiterAt(content - 2);
        return end < content ? null : id(field, content, end - content);
      }
      part = nextPart(content - 2);
    }
    return null;
  }

  private @Nullable EventId id(String field, int offset, int length) {
    if (field.equals("sentry[event_id]")) {
      return EventId.parse(body, offset, length);
    }
    return length > MAX_JSON_BYTES
        ? null
        : PayloadReader.findEventId(
            new Payload(Payload.Format.JSON, DataCategory.ERROR, body, offset, length));
  }

  /** Index of the blank line that ends the header of a part, or -1. */
  private int headerEnd(int from) {
    int stop = Math.min(body.length - 3, from + MAX_PART_HEADER_BYTES);
    for (int i = from; i < stop; i++) {
      if (body[i] == '\r' && body[i + 1] == '\n' && body[i + 2] == '\r' && body[i + 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The name of a field that is no file; empty for anything else. */
  private String field(int from, int to) {
    String header = new String(body, from, to - from, ISO_8859_1).toLowerCase(Locale.ROOT);
    int at = header.indexOf("; name=");
    if (at < 0 || header.contains("; filename")) {
      return "";
    }
    String value = header.substring(at + 7).split("[\r\n]", 2)[0];
    return value.startsWith("\"")
        ? value.substring(1).split("\"", 2)[0]
        : value.split("[;\\s]", 2)[0];
  }

  /** Index behind the next delimiter, or -1. */
  private int nextPart(int from) {
    int at = delimiterAt(from);
    return at < 0 ? -1 : at + delimiter.length;
  }

  private int delimiterAt(int from) {
    int last = delimiter.length - 1;
    for (int i = from; i <= body.length - delimiter.length; i += jumps[body[i + last] & 0xFF]) {
      if (startsWith(i, delimiter, 0)) {
        return i;
      }
    }
    return -1;
  }

  private boolean startsWith(int at, byte[] what, int skipped) {
    int length = what.length - skipped;
    return at + length <= body.length
        && Arrays.equals(body, at, at + length, what, skipped, what.length);
  }
}
