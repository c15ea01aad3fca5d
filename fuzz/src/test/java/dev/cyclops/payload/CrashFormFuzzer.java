/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.fuzz.Check;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line with the value of {@code Content-Type}, then the body of a crash report. */
public final class CrashFormFuzzer {
  private static final Pattern PLAIN =
      Pattern.compile("multipart/form-data; boundary=([A-Za-z0-9'()+_,./:=?-]{1,70})");
  private static final PayloadReader READER = new PayloadReader(8192, 8192);
  private static final EventId ID = new EventId(0x5eed_0000_0000_0000L, 0x0123_4567_89ab_cdefL);

  private CrashFormFuzzer() {}

  public static void run(byte[] input) {
    HeaderAndBody read = HeaderAndBody.of(input);
    if (read == null) {
      return;
    }
    Event event = crash(read.header(), read.body());
    EventId id = CrashForm.findEventId(event);
    Check.same(id, CrashForm.findEventId(event), "the same each time");
    if (read.body().length > 0) {
      Check.same(id, Outcome.of(READER, event).eventId(), "read as any other body");
    }

    Event changed = CrashForm.withEventId(event, ID);
    byte[] longer = changed.body();
    if (changed != event) {
      Check.same(ID, CrashForm.findEventId(changed), "the id that was given");
      int added = longer.length - read.body().length;
      Check.that(added > 0, "something is added");
      Check.that(
          Arrays.equals(read.body(), Arrays.copyOfRange(longer, added, longer.length)),
          "all else stays");
    }
    behindAFile(read);
  }

  /** Whatever a dump holds, the field behind it is found. */
  private static void behindAFile(HeaderAndBody read) {
    Matcher plain = PLAIN.matcher(read.header());
    String boundary = plain.matches() ? plain.group(1) : "b";
    String dump = new String(read.body(), ISO_8859_1);
    if (("\r\n" + dump + "\r\n--").contains("\r\n--" + boundary)) {
      return;
    }
    String part = "--" + boundary + "\r\nContent-Disposition: form-data; name=";
    String form =
        part
            + "\"dump\"; filename=\"sentry\"\r\n\r\n"
            + dump
            + "\r\n"
            + part
            + "\"sentry[event_id]\"\r\n\r\n"
            + ID
            + "\r\n--"
            + boundary
            + "--\r\n";
    Event event = crash("multipart/form-data; boundary=" + boundary, form.getBytes(ISO_8859_1));
    Check.same(ID, CrashForm.findEventId(event), "the field behind a dump");
  }

  private static Event crash(String contentType, byte[] body) {
    return Encoded.request(Route.MINIDUMP, body, "Content-Type", contentType);
  }
}
