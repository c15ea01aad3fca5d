/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.fuzz.Check;
import dev.cyclops.payload.Encoded;
import dev.cyclops.payload.JsonScanner;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.payload.UnreadableBodyException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The JSON of an event, well-formed or not. */
public final class EventJsonFuzzer {
  private static final int MAX_EVENT_BYTES = 8192;

  /** Nothing for each token; how little it is once compiled, the benchmarks say. */
  private static final long MAX_ALLOCATED_BYTES = 16 * 1024;

  private static final Fingerprinter FINGERPRINTER =
      Fingerprinter.sentry(new GroupSecret(4711, 4712));
  private static final Fingerprinter WALKING =
      SentryFingerprinter.walking(new GroupSecret(4711, 4712));
  private static final PayloadReader READER = new PayloadReader(MAX_EVENT_BYTES, MAX_EVENT_BYTES);

  private EventJsonFuzzer() {}

  public static void run(byte[] input) {
    Fingerprint print = fingerprint(input, 0);
    Check.allocatesAtMost(MAX_ALLOCATED_BYTES, () -> fingerprint(input, 0));
    Check.same(print, fingerprint(input, 0), "the same each time");
    // What stands around an event in a larger array has no part in it.
    for (int around : new int[] {'"', '}', ' ', '0', '\\'}) {
      byte[] array = new byte[input.length + 64];
      Arrays.fill(array, (byte) around);
      System.arraycopy(input, 0, array, 32, input.length);
      Check.same(print, fingerprint(array, 32, input.length), "the same in a larger array");
    }
    EventId id = PayloadReader.findEventId(payload(input, 0, input.length));
    Fingerprint walked = WALKING.fingerprint(payload(input, 0, input.length));
    if (walked.group() != null) {
      // What is broken has an id before the break and another behind it.
      Check.same(id, walked.eventId(), "the same id");
    }
    JsonElement tree = gson(input);
    if (tree != null && depth(tree) <= JsonScanner.MAX_DEPTH) {
      Check.same(walked.eventId(), print.eventId(), "the same id as of a walk");
      Check.same(walked.group(), print.group(), "the same group as of a walk");
    }
    whole(input);
    reencoded(input, print);
    againstGson(input, id);
  }

  private static Fingerprint fingerprint(byte[] array, int offset) {
    return fingerprint(array, offset, array.length);
  }

  private static Fingerprint fingerprint(byte[] array, int offset, int length) {
    return FINGERPRINTER.fingerprint(payload(array, offset, length));
  }

  private static Payload payload(byte[] array, int offset, int length) {
    return new Payload(Payload.Format.JSON, DataCategory.ERROR, array, offset, length);
  }

  /** A walk through all of it stays inside, and ends. */
  private static boolean whole(byte[] input) {
    JsonScanner json = new JsonScanner();
    json.reset(input, 0, input.length);
    walk(json);
    Check.that(json.position() <= input.length && json.position() >= 0, "inside");
    Check.that(json.depth() <= JsonScanner.MAX_DEPTH + 1, "not too deep");
    return json.complete();
  }

  private static void walk(JsonScanner json) {
    int position = json.position();
    if (json.enterObject()) {
      while (json.nextMember()) {
        inside(json);
        walk(json);
      }
    } else if (json.enterArray()) {
      while (json.nextElement()) {
        walk(json);
      }
    } else if (json.string() || json.scalar()) {
      inside(json);
    } else {
      json.skip();
    }
    Check.that(json.broken() || json.position() > position, "goes on");
  }

  private static void inside(JsonScanner json) {
    Check.that(
        0 <= json.tokenStart()
            && json.tokenStart() <= json.tokenEnd()
            && json.tokenEnd() <= json.end(),
        "a token lies inside");
  }

  /** The group does not depend on how the event was encoded. */
  private static void reencoded(byte[] input, Fingerprint print) {
    if (input.length == 0 || input[0] != '{' || input.length > MAX_EVENT_BYTES) {
      return;
    }
    byte[] deflated = Encoded.deflate(input, false);
    Event[] events = {
      Encoded.store(input),
      Encoded.store(Encoded.gzip(input), "Content-Encoding", "gzip"),
      Encoded.store(deflated, "Content-Encoding", "deflate"),
      Encoded.store(Base64.getEncoder().encode(input)),
      Encoded.store(Base64.getEncoder().encode(deflated)),
      Encoded.envelope(
          Encoded.concat("{}\n{\"type\":\"event\"}\n".getBytes(StandardCharsets.UTF_8), input)),
    };
    int forms = hasLineFeed(input) ? events.length - 1 : events.length;
    for (int i = 0; i < forms; i++) {
      try {
        Payload payload = READER.read(events[i]).payload();
        Check.that(payload != null, "an event is read from form " + i);
        Check.same(print, FINGERPRINTER.fingerprint(payload), "the same group from form " + i);
      } catch (UnreadableBodyException e) {
        // As an envelope it may be too long.
        Check.same(e.reason(), UnreadableBodyException.Reason.TOO_LARGE, "readable, form " + i);
        Check.that(i == events.length - 1, "not too large, form " + i);
      }
    }
  }

  private static boolean hasLineFeed(byte[] input) {
    for (byte b : input) {
      if (b == '\n') {
        return true;
      }
    }
    return false;
  }

  /** What a strict parser accepts is whole for us too, and its id is the same. */
  private static void againstGson(byte[] input, @Nullable EventId id) {
    JsonElement tree = gson(input);
    if (tree == null || depth(tree) > JsonScanner.MAX_DEPTH) {
      return;
    }
    Check.that(whole(input), "what is JSON is read to its end");
    JsonElement member = tree.isJsonObject() ? tree.getAsJsonObject().get("event_id") : null;
    boolean text =
        member != null && member.isJsonPrimitive() && member.getAsJsonPrimitive().isString();
    Check.same(text ? EventId.parse(member.getAsString()) : null, id, "the id");
  }

  private static @Nullable JsonElement gson(byte[] input) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input)).toString();
      if (text.isBlank()) {
        return null; // Gson takes nothing for null.
      }
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(JsonScanner.MAX_DEPTH);
      JsonElement tree = JsonParser.parseReader(reader);
      return reader.peek() == com.google.gson.stream.JsonToken.END_DOCUMENT ? tree : null;
    } catch (CharacterCodingException e) {
      return null;
    } catch (IOException | JsonParseException e) {
      return null;
    }
  }

  private static int depth(JsonElement tree) {
    int deepest = 0;
    if (tree.isJsonObject()) {
      for (var member : tree.getAsJsonObject().entrySet()) {
        deepest = Math.max(deepest, depth(member.getValue()));
      }
    } else if (tree.isJsonArray()) {
      for (JsonElement element : tree.getAsJsonArray()) {
        deepest = Math.max(deepest, depth(element));
      }
    } else {
      return 0;
    }
    return deepest + 1;
  }
}
