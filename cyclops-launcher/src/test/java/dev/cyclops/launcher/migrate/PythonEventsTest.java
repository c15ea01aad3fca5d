/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.Event;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class PythonEventsTest {
  @Test
  void post_becomesTheRequestThatCameIn() throws Exception {
    Event event = PythonEvents.read(PythonEntries.entry("post"));

    assertThat(event.project()).isEqualTo(7);
    assertThat(event.method()).isEqualTo("POST");
    assertThat(event.path()).isEqualTo("/api/7/store/");
    assertThat(event.query()).isEmpty();
    assertThat(event.headers().get("X-Sentry-Auth"))
        .contains("sentry_key=" + PythonEntries.PUBLIC_KEY);
    assertThat(event.headers().get("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(event.headers().get("X-Forwarded-For")).isEqualTo("192.0.2.7");
    assertThat(event.headers().get("Host")).isNull();
    assertThat(event.headers().get("Accept-Encoding")).isNull();
    assertThat(new String(event.body(), UTF_8)).startsWith("eJ");
    assertThat(System.currentTimeMillis() - event.arrivedAtMillis()).isBetween(0L, 60_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "post-without-project-in-its-path, POST, /api/store/",
    "get, GET, /api/7/store/",
    "get-below-a-prefix, GET, /api/7/store/",
    "str-and-bin, POST, /api/7/store/",
  })
  void pathAndProject_areThoseOfTheRequest(String name, String method, String path)
      throws Exception {
    Event event = PythonEvents.read(PythonEntries.entry(name));

    assertThat(event.project()).isEqualTo(7);
    assertThat(event.method()).isEqualTo(method);
    assertThat(event.path()).isEqualTo(path);
    assertThat(event.query().isEmpty()).isEqualTo(method.equals("POST"));
    assertThat(event.path() + event.query() + event.headers())
        .doesNotContain("sentry.internal", "sentry.example.com");
  }

  @Test
  void longStrings_areRead() throws Exception {
    byte[] body = new byte[70_000];
    Event event = PythonEvents.read(packed("http://s/api/7/store/?a=" + "b".repeat(300), body));

    assertThat(event.bodyLength()).isEqualTo(body.length);
    assertThat(event.query()).hasSize(302);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-array | is no msgpack array",
        "empty | is no msgpack array",
        "three-fields | has 3 fields instead of 5",
        "cut-off | is cut off, or no msgpack",
        "length-of-2-gib | the method is longer than it may be",
        "goes-on | goes on after its end",
        "no-project | names no project",
        "negative-project | the project is no number above 0",
        "another-project | the URL is of another project",
        "another-route | the URL is not one of the store route",
        "method | method is neither POST nor GET",
        "headers-no-map | the headers are no map",
      })
  void unreadable_saysWhy(String name, String reason) {
    assertThatThrownBy(() -> PythonEvents.read(PythonEntries.entry("unreadable/" + name)))
        .isInstanceOf(UnreadableEntryException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://s/api/7/store/?a b",
        "http://s/api/7/store/?ä",
        "http://s/api/7/store/x?",
        "http://s/api/99999999999999999999/store/",
        "http://s/api/9223372036854775808/store/",
        "http://s/api/0/store/",
        "",
      })
  void otherUrls_areUnreadable(String url) {
    assertThatThrownBy(() -> PythonEvents.read(packed(url, new byte[0])))
        .isInstanceOf(UnreadableEntryException.class);
  }

  @Test
  void anyBytes_endInAnEventOrAReason() throws Exception {
    Random random = new Random(7);
    int events = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] entry = PythonEntries.entry(i % 2 == 0 ? "get" : "str-and-bin");
      for (int j = 0; j < 1 + random.nextInt(3); j++) {
        entry[random.nextInt(entry.length)] = (byte) random.nextInt(256);
      }
      entry = random.nextInt(4) == 0 ? Arrays.copyOf(entry, random.nextInt(entry.length)) : entry;
      try {
        PythonEvents.read(entry);
        events++;
      } catch (UnreadableEntryException e) {
        assertThat(e.getMessage()).isNotEmpty().doesNotContain(PythonEntries.SECRET_KEY);
      }
    }
    assertThat(events).isBetween(1000, 19_000);
  }

  @Test
  void message_showsNoKey() throws Exception {
    assertThat(PythonMessage.read(PythonEntries.entry("post")).toString())
        .matches("PythonMessage\\[project 7, \\d+ bytes]");
  }

  private static byte[] packed(String url, byte[] body) throws IOException {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packArrayHeader(5).packInt(7).packString("POST").packMapHeader(0).packString(url);
      out.packRawStringHeader(body.length).writePayload(body);
      return out.toByteArray();
    }
  }
}
