/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.event.EventId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What send-test sends, and where. */
class TestEventTest {
  private static final EventId NEXT = new EventId(0x1234, 0x5678);
  private static final String OLD = "0123456789abcdef0123456789abcdef";

  private static TestEvent read(String text, boolean keepId) throws OperatorException {
    return TestEvent.read("file", text.getBytes(UTF_8), NEXT, keepId);
  }

  @Test
  void made_saysThatItIsATest() {
    TestEvent made = TestEvent.made(NEXT, Instant.parse("2020-02-03T12:00:00.5Z"), "1.0");

    JsonObject json = JsonParser.parseString(new String(made.bytes(), UTF_8)).getAsJsonObject();
    assertThat(json.get("event_id").getAsString()).isEqualTo(NEXT.toString());
    assertThat(json.get("message").getAsString()).contains("test of Cyclops");
    assertThat(json.get("level").getAsString()).isEqualTo("info");
    assertThat(json.get("timestamp").getAsString()).isEqualTo("2020-02-03T12:00:00Z");
    assertThat(made.route()).isEqualTo("store");
  }

  @Test
  void id_isReplacedWhereverItStands() throws Exception {
    String envelope =
        "{\"event_id\":\"%s\"}\n{\"type\":\"event\",\"length\":56}\n{\"event_id\":\"%1$s\",\"m\":\"ä\"}\n"
            .formatted(OLD);

    TestEvent event = read(envelope, false);

    assertThat(event.route()).isEqualTo("envelope");
    assertThat(event.id()).isEqualTo(NEXT);
    assertThat(new String(event.bytes(), UTF_8)).isEqualTo(envelope.replace(OLD, NEXT.toString()));
  }

  @Test
  void id_keepsTheFormOfAUuid() throws Exception {
    TestEvent event = read("{\"event_id\":\"01234567-89ab-cdef-0123-456789abcdef\"}", false);

    assertThat(event.text()).isEqualTo("{\"event_id\":\"" + NEXT.toUuid() + "\"}");
  }

  @Test
  void id_isKeptWhenAskedFor() throws Exception {
    assertThat(read("{\"event_id\":\"" + OLD + "\"}", true).id().toString()).isEqualTo(OLD);
    assertThat(read("{\"message\":\"m\"}", true).id()).isEqualTo(NEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {\"event_id\":\"ID\"}",
        "{\"message\":\"m\"} | {\"event_id\":\"ID\",\"message\":\"m\"}",
      })
  void id_isGivenToAnEventWithoutOne(String text, String identified) throws Exception {
    assertThat(read(text, false).text()).isEqualTo(identified.replace("ID", NEXT.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "words", "[1]", "\u001f\u008b", "{\"a\":", "{\"event_id\":\"short\"}"})
  void other_isRefusedWithItsName(String text) {
    assertThatExceptionOfType(OperatorException.class)
        .isThrownBy(() -> read(text, false))
        .withMessageStartingWith("file: ");
  }

  @ParameterizedTest
  @CsvSource({
    "http://key@host:9999/3, http://host:9999/api/3/store/",
    "https://key:secret@host/3/, https://host/api/3/store/",
    "https://key@[::1]:9443/prefix/3, https://[::1]:9443/prefix/api/3/store/",
  })
  void dsn_saysWhereItGoes(String dsn, String uri) {
    TestTarget target = TestTarget.of(dsn);

    assertThat(target.uri("store")).hasToString(uri);
    assertThat(target.key()).isEqualTo("key");
    assertThat(target)
        .hasToString("project 3 at " + target.door())
        .asString()
        .doesNotContain("key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://host/3",
        "http://hidden@host/",
        "http://hidden@host/x",
        "hidden@host/3",
        "ftp://hidden@host/3",
        "http://hidden@ho st/3",
        "http://hidden@host/0"
      })
  void dsn_isRefusedAndNotRepeated(String dsn) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestTarget.of(dsn))
        .withMessage("a DSN is http(s)://KEY@HOST:PORT/PROJECT")
        .withNoCause();
  }
}
