/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.cyclops.fuzz.Check;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may differ between an envelope and the same one sent later. */
final class SentLater {
  /** What every client writes, and must not be overlooked. */
  private static final Pattern USUAL =
      Pattern.compile("2[0-9]{3}-[0-9-]{5}T[0-9:]{8}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

  private static final Pattern MILLIS = Pattern.compile("\\.[0-9]{3}");

  private static final int LONGEST_BYTES = 64;

  private SentLater() {}

  static void check(byte[] before, byte[] after, long millis) {
    Check.same(before.length, after.length, "as long as before");
    int first = before.length;
    int last = -1;
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        first = Math.min(first, i);
        last = i;
        Check.that(isDigit(before[i]) && isDigit(after[i]), "digits, and nothing else");
      }
    }
    Check.that(last - first < LONGEST_BYTES, "one timestamp only");

    String text = sentAt(before);
    OffsetDateTime time = parse(text);
    if (text == null || time == null) {
      return;
    }
    if (last >= 0) {
      OffsetDateTime later = parse(sentAt(after));
      Check.that(later != null, "still a timestamp");
      Duration lost = Duration.ofMillis(millis).minus(Duration.between(time, later));
      // Digits of the second that were not written are not made up.
      int digits = MILLIS.matcher(text).find() ? 0 : 1;
      Check.that(!lost.isNegative(), "no later than that");
      Check.that(lost.compareTo(Duration.ofMillis(digits * 1000L)) <= 0, "later by so much");
    } else {
      boolean plain = new String(before, UTF_8).contains('"' + text + '"');
      Check.that(!plain || !USUAL.matcher(text).matches(), "a time that could be moved is moved");
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static @Nullable OffsetDateTime parse(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable String sentAt(byte[] envelope) {
    String header = new String(envelope, UTF_8).split("\n", 2)[0];
    try {
      JsonElement tree = JsonParser.parseString(header);
      JsonElement member = tree instanceof JsonObject object ? object.get("sent_at") : null;
      boolean text =
          member != null && member.isJsonPrimitive() && member.getAsJsonPrimitive().isString();
      return text ? member.getAsString() : null;
    } catch (JsonParseException e) {
      return null;
    }
  }
}
