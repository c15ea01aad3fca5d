package com.example.grouping;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.EventFields;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.GroupSecret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Groups events by a tag that the services set, whatever the error is: all that comes of an outage
 * of the bank, say, is one flood. Events without that tag are grouped as ever. Thread-safe.
 */
// tag::fingerprinter[]
public final class TagFingerprinter implements Fingerprinter {
  private static final int MAX_TAG_CHARS = 200;

  private final String tag;
  private final GroupSecret secret;
  private final Fingerprinter others;

  public TagFingerprinter(String tag, GroupSecret secret) {
    this.tag = Objects.requireNonNull(tag, "tag == null");
    this.secret = secret;
    others = Fingerprinter.sentry(secret);
  }

  @Override
  public Fingerprint fingerprint(Payload payload) {
    return fingerprint(payload, Set.of());
  }

  /** The other texts of the event, which flood rules may look at, are found by ours as well. */
  @Override
  public Fingerprint fingerprint(Payload payload, Set<EventFields.Field> wanted) {
    Fingerprint found = others.fingerprint(payload, wanted);
    return payload.format() == Payload.Format.JSON
        ? value(payload).map(text -> withGroup(found, text)).orElse(found)
        : found;
  }

  private Fingerprint withGroup(Fingerprint found, String value) {
    return new Fingerprint(key(value), found.eventId(), found.fields());
  }

  /** It looks at bytes and waits for nothing: it may be called from an I/O thread. */
  @Override
  public boolean blocks() {
    return false;
  }
  // end::fingerprinter[]

  private Optional<String> value(Payload payload) {
    try (JsonReader json =
        new JsonReader(
            new InputStreamReader(
                new ByteArrayInputStream(payload.array(), payload.offset(), payload.length()),
                StandardCharsets.UTF_8))) {
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals("tags")) {
          return inTags(json);
        }
        json.skipValue();
      }
    } catch (IOException | IllegalStateException e) {
      // What strangers send need not be JSON; Sentry will say what it thinks of it.
    }
    return Optional.empty();
  }

  /** An object, or a list of pairs. */
  private Optional<String> inTags(JsonReader json) throws IOException {
    boolean pairs = json.peek() == JsonToken.BEGIN_ARRAY;
    if (!pairs && json.peek() != JsonToken.BEGIN_OBJECT) {
      return Optional.empty();
    }
    if (pairs) {
      json.beginArray();
    } else {
      json.beginObject();
    }
    while (json.hasNext()) {
      if (pairs) {
        json.beginArray();
      }
      String name = pairs ? json.nextString() : json.nextName();
      if (name.equals(tag) && json.peek() == JsonToken.STRING) {
        String value = json.nextString();
        return Optional.of(value.substring(0, Math.min(value.length(), MAX_TAG_CHARS)));
      }
      json.skipValue();
      if (pairs) {
        json.endArray();
      }
    }
    return Optional.empty();
  }

  /** Made with the secret, so that nobody outside can aim at the group of others. */
  private GroupKey key(String value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          ByteBuffer.allocate(16).putLong(secret.high()).putLong(secret.low()).array());
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(value.getBytes(StandardCharsets.UTF_8)));
      return new GroupKey(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }
}
