/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static dev.cyclops.payload.Bodies.envelope;
import static dev.cyclops.payload.Bodies.gzip;
import static dev.cyclops.payload.Bodies.text;
import static dev.cyclops.payload.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
  private static final String ID = "9ec79c33ec9942ab8353589fcb2e04dc";

  private final PayloadReader reader = new PayloadReader(1000, 1_000_000);

  /** Reads it in one, compressed, and in pieces of each small size; all must agree. */
  private Content read(String text) throws UnreadableBodyException {
    byte[] body = utf8(text);
    Content whole = reader.read(envelope(body));
    String payload = whole.payload() == null ? null : text(whole.payload());
    assertThat(reader.read(envelope(gzip(body), "Content-Encoding", "gzip")))
        .satisfies(other -> assertEqual(other, whole, payload));
    for (int size = 1; size < 20; size++) {
      EnvelopeReader pieces = new EnvelopeReader(1000, new GrowingBytes(1000));
      pieces.reset();
      for (int i = 0; i < body.length; i += size) {
        byte[] piece = Arrays.copyOfRange(body, i, Math.min(body.length, i + size));
        pieces.feed(piece, 0, piece.length, false);
        Arrays.fill(piece, (byte) '!');
      }
      assertEqual(pieces.finish(), whole, payload);
    }
    return reader.read(envelope(body));
  }

  private static void assertEqual(Content one, Content other, String payload) {
    assertThat(one.payload() == null ? null : text(one.payload())).isEqualTo(payload);
    assertThat(one.category()).isEqualTo(other.category());
    assertThat(one.eventId()).isEqualTo(other.eventId());
    assertThat(one.dsnPublicKey()).isEqualTo(other.dsnPublicKey());
    assertThat(one.dsnProject()).isEqualTo(other.dsnProject());
    assertThat(one.odd()).isEqualTo(other.odd());
    assertThat(one.others()).isEqualTo(other.others());
  }

  private void assertRefused(String text, Reason reason) {
    byte[] body = utf8(text);
    for (Event request :
        new Event[] {envelope(body), envelope(gzip(body), "Content-Encoding", "gzip")}) {
      assertThatThrownBy(() -> reader.read(request))
          .as(text)
          .asInstanceOf(type(UnreadableBodyException.class))
          .extracting(UnreadableBodyException::reason)
          .isEqualTo(reason);
    }
  }

  @Test
  void read_findsTheEventAmongItems() throws UnreadableBodyException {
    String event = "{\"message\":\"a\\nb\"}";
    Content content =
        read(
            "{\"event_id\":\""
                + ID
                + "\",\"dsn\":\"https:\\/\\/abc:secret@o1.example.com:9000/prefix/42\"}\n"
                + "{\"type\":\"attachment\",\"length\":10}\n{\"a\n\n\":1}\r\n"
                + "{\"length\":"
                + event.length()
                + ",\"type\":\"event\",\"content_type\":\"application/json\"}\n"
                + event
                + "\n{\"type\":\"session\"}\n{\"second\":1}\n");
    assertThat(text(content.payload())).isEqualTo(event);
    assertThat(content.category()).isEqualTo(DataCategory.ERROR);
    assertThat(content.eventId()).isEqualTo(EventId.parse(ID));
    assertThat(content.dsnPublicKey()).isEqualTo("abc");
    assertThat(content.toString()).contains("Content[").doesNotContain("abc");
    assertThat(new Dsn("geheim", 4)).asString().doesNotContain("geheim");
    assertThat(content.dsnProject()).isEqualTo(42);
    assertThat(content.odd()).isFalse();
    assertThat(content.envelope()).isTrue();
    assertThat(content.others()).isEqualTo(DataCategory.SESSION);
  }

  @ParameterizedTest
  @CsvSource({"event, event", "event, transaction", "transaction, event"})
  void read_refusesASecondEvent(String first, String second) {
    String other = "{\"type\":\"session\"}\n{}\n";
    assertRefused(
        "{}\n{\"type\":\"%s\"}\n{}\n%s{\"type\":\"%s\"}\n{}".formatted(first, other, second),
        Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event_id\":null,\"event_id\":null}",
        "{\"dsn\":null,\"dsn\":null}",
        "{\"sent_at\":null,\"sent_at\":null}",
        "{\"event_id\":null,\"event_i\\u0064\":null}",
        "{}\n{\"type\":\"session\",\"type\":\"event\"}\n{}",
        "{}\n{\"type\":\"session\",\"typ\\u0065\":\"event\"}\n{}",
        "{}\n{\"type\":\"session\",\"length\":2,\"length\":3}\n{}"
      })
  void read_refusesAHeaderThatSaysSomethingTwice(String text) {
    assertRefused(text, Reason.MALFORMED);
  }

  @Test
  void read_takesNestedNamesForNothing() throws UnreadableBodyException {
    Content content =
        read(
            "{\"trace\":{\"event_id\":7,\"dsn\":7,\"dsn\":8}}\n"
                + "{\"type\":\"session\",\"x\":{\"type\":\"event\",\"length\":99}}\n{}\n");
    assertThat(content.payload()).isNull();
    assertThat(content.category()).isEqualTo(DataCategory.SESSION);
  }

  @ParameterizedTest
  @CsvSource({
    "event attachment, ",
    "transaction profile form_data unreal_report, ",
    "event client_report session, CLIENT_REPORT",
    "check_in event, MONITOR",
    "event new, DEFAULT"
  })
  void read_tellsWhatStandsBesideTheEvent(String types, DataCategory others)
      throws UnreadableBodyException {
    StringBuilder text = new StringBuilder("{}\n");
    for (String type : types.split(" ")) {
      text.append("{\"type\":\"").append(type).append("\"}\n{}\n");
    }
    assertThat(read(text.toString()).others()).isEqualTo(others);
  }

  @Test
  void read_inOnePiece_doesNotCopy() throws UnreadableBodyException {
    byte[] body = utf8("{}\n{\"type\":\"event\"}\n{\"a\":1}\n");
    assertThat(reader.read(envelope(body)).payload().array()).isSameAs(body);
  }

  @Test
  void read_acceptsAnEnvelopeWithoutItems() throws UnreadableBodyException {
    for (String text : new String[] {"{}", "{}\n", "{}\r\n", " {\"sdk\":{\"a\":[1]}} "}) {
      Content content = read(text);
      assertThat(content.payload()).isNull();
      assertThat(content.category()).isEqualTo(DataCategory.DEFAULT);
      assertThat(content.eventId()).isNull();
      assertThat(content.dsnPublicKey()).isNull();
      assertThat(content.odd()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"x\",\"length\":0}",
        "{\"type\":\"x\",\"length\":0}\n",
        "{\"type\":\"x\",\"length\":0}\n\n",
        "{\"type\":\"x\"}",
        "{\"type\":\"x\"}\n",
        "{\"type\":\"x\"}\n\n",
        "{\"type\":\"x\",\"length\":null}\nab",
        "{\"type\":\"x\",\"length\":2}\nab",
        "{\"type\":\"x\",\"length\":2}\nab\n",
        "{\"type\":\"x\",\"length\":3}\na\n\n",
        "{\"type\":\"x\",\"length\":2}\n\n\n\n",
        "{\"type\":\"x\"}\n\n{\"type\":\"y\"}\nab\n",
        "{\"typ\\u0065\":\"x\"}\nab\n",
        "{\"type\":\"x\",\"length\":0}\n\n{\"type\":\"y\",\"length\":1}\na\n"
      })
  void read_acceptsItems(String items) throws UnreadableBodyException {
    assertThat(read("{}\n" + items).payload()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n{}",
        "[]",
        "x",
        "{",
        "{}x",
        "{}{}",
        "{}\n\n",
        "{}\n{\"type\":\"x\"}\nab\n\n",
        "{}\n{\"type\":\"x\",\"length\":2}\nab\n\n",
        "{}\n{}\nab",
        "{}\nab\ncd",
        "{}\n{\"type\":7}\nab",
        "{}\n{\"type\":null}\nab",
        "{}\n{\"type\":\"x\",\"length\":3}\nab",
        "{}\n{\"type\":\"x\",\"length\":1}\nab",
        "{}\n{\"type\":\"x\",\"length\":1}\nab\n",
        "{}\n{\"type\":\"x\",\"length\":1}",
        "{}\n{\"type\":\"x\",\"length\":1}\n",
        "{}\n{\"type\":\"x\",\"length\":-1}\nab",
        "{}\n{\"type\":\"x\",\"length\":2.0}\nab",
        "{}\n{\"type\":\"x\",\"length\":\"2\"}\nab",
        "{}\n{\"type\":\"x\",\"length\":true}\nab",
        "{}\n{\"type\":\"x\",\"length\":4294967298}\nab",
        "{}\n{\"type\":\"x\",\"length\":99999999999999999999}\nab",
        "{\"event_id\":\"x\"}\n",
        "{\"event_id\":7}\n",
        "{\"dsn\":7}\n"
      })
  void read_refusesWrongFraming(String text) {
    assertRefused(text, Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "abc@host/1",
        "ftp://abc@host/1",
        "https://host/1",
        "https://@host/1",
        "https://:x@host/1",
        "https://abc@/1",
        "https://abc@host",
        "https://abc@host/",
        "https://abc@host/x",
        "https://abc@host/0",
        "https://abc@host/-1",
        "https://abc@host/1a",
        "https://abc@host/12345678901234567890",
        "https://abc@host/9999999999999999999",
        "https://a c@host/1",
        "https://a\\u0000c@host/1",
        "https://abc@host/1/x"
      })
  void read_refusesAnUnreadableDsn(String dsn) {
    assertRefused("{\"dsn\":\"" + dsn + "\"}\n", Reason.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "http://k@h/1, k, 1",
    "https://k:s@h:9000/a/b/77, k, 77",
    "https://k.no-cache@h/1/, k.no-cache, 1",
    "https://k@h/9?timeout=1, k, 9"
  })
  void read_readsTheDsn(String dsn, String key, long project) throws UnreadableBodyException {
    Content content = read("{\"dsn\":\"" + dsn + "\"}");
    assertThat(content.dsnPublicKey()).isEqualTo(key);
    assertThat(content.dsnProject()).isEqualTo(project);
  }

  @ParameterizedTest
  @CsvSource({
    "session, SESSION",
    "sessions, SESSION",
    "attachment, ATTACHMENT",
    "log, LOG_ITEM",
    "client_report, CLIENT_REPORT",
    "replay_event, REPLAY",
    "replay_recording, REPLAY",
    "replay_video, REPLAY",
    "check_in, MONITOR",
    "feedback, FEEDBACK",
    "user_report, FEEDBACK",
    "profile, PROFILE",
    "profile_chunk, PROFILE",
    "statsd, METRIC_BUCKET",
    "span, SPAN",
    "metric_buckets, METRIC_BUCKET",
    "trace_metric, METRIC_BUCKET",
    "security, SECURITY",
    "raw_security, SECURITY",
    "nel, SECURITY",
    "brand_new, DEFAULT"
  })
  void read_takesTheCategoryOfTheFirstItem(String item, DataCategory category)
      throws UnreadableBodyException {
    Content content = read("{}\n{\"type\":\"" + item + "\"}\n{}\n{\"type\":\"session\"}\n{}");
    assertThat(content.category()).isEqualTo(category);
    assertThat(content.payload()).isNull();
  }

  @Test
  void read_findsASecurityReportThatStandsAlone() throws UnreadableBodyException {
    String report = "{\"csp-report\":{}}";
    for (String header : new String[] {"", ",\"length\":17"}) {
      Content content = read("{}\n{\"type\":\"raw_security\"" + header + "}\n" + report + "\n");
      Payload payload = content.payload();
      assertThat(payload).isNotNull();
      assertThat(payload.format()).isEqualTo(Payload.Format.REPORTS);
      assertThat(payload.category()).isEqualTo(DataCategory.SECURITY);
      assertThat(text(payload)).isEqualTo(report);
      assertThat(content.others()).isNull();
      assertThat(content.odd()).isFalse();
    }
  }

  @Test
  void read_leavesASecurityReportBesideOthersUngrouped() throws UnreadableBodyException {
    String report = "{\"type\":\"raw_security\"}\n{\"csp-report\":{}}\n";
    for (String other : new String[] {"session", "raw_security", "attachment"}) {
      String item = "{\"type\":\"" + other + "\"}\n{}\n";
      assertThat(read("{}\n" + report + item).payload()).as(other).isNull();
      assertThat(read("{}\n" + item + report).payload()).as(other).isNull();
    }
    String event = "{\"type\":\"event\"}\n{\"a\":1}\n";
    for (String items : new String[] {report + event, event + report}) {
      Content content = read("{}\n" + items);
      assertThat(content.category()).isEqualTo(DataCategory.ERROR);
      assertThat(content.others()).isEqualTo(DataCategory.SECURITY);
      Payload payload = content.payload();
      assertThat(payload.format()).isEqualTo(Payload.Format.JSON);
      assertThat(text(payload)).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void read_leavesALargeSecurityReportUngrouped() throws UnreadableBodyException {
    PayloadReader small = new PayloadReader(100, 10_000);
    for (String header : new String[] {"", ",\"length\":202"}) {
      String text = "{}\n{\"type\":\"raw_security\"" + header + "}\n\"" + "x".repeat(200) + "\"";
      Content content = small.read(envelope(utf8(text)));
      assertThat(content.payload()).isNull();
      assertThat(content.category()).isEqualTo(DataCategory.SECURITY);
    }
  }

  @Test
  void read_ofAnEventThatIsNoObject_isOdd() throws UnreadableBodyException {
    for (String payload : new String[] {"", "[]", "x", " "}) {
      Content content = read("{}\n{\"type\":\"event\"}\n" + payload);
      assertThat(content.payload()).isNull();
      assertThat(content.odd()).isTrue();
      assertThat(content.category()).isEqualTo(DataCategory.ERROR);
    }
    assertThat(read("{}\n{\"type\":\"event\"}\n {}").odd()).isFalse();
  }

  @Test
  void read_limitsEventsButNotAttachments() throws UnreadableBodyException {
    String fits = "{\"a\":\"" + "x".repeat(992) + "\"}";
    assertThat(fits).hasSize(1000);
    String over = fits + " ";
    assertThat(text(read("{}\n{\"type\":\"event\"}\n" + fits).payload())).isEqualTo(fits);
    assertThat(text(read("{}\n{\"type\":\"event\",\"length\":1000}\n" + fits).payload()))
        .isEqualTo(fits);
    assertRefused("{}\n{\"type\":\"event\"}\n" + over, Reason.TOO_LARGE);
    assertRefused("{}\n{\"type\":\"transaction\",\"length\":1001}\n" + over, Reason.TOO_LARGE);
    assertRefused("{}\n{\"type\":\"event\",\"length\":1001}\n", Reason.TOO_LARGE);
    assertThat(read("{}\n{\"type\":\"attachment\"}\n" + over.repeat(50)).payload()).isNull();
  }

  @Test
  void read_limitsHeaderLines() throws UnreadableBodyException {
    // Not the same byte again and again, which would be refused as a bomb.
    StringBuilder noise = new StringBuilder();
    Random random = new Random(1);
    while (noise.length() < EnvelopeReader.MAX_LINE_BYTES - 8) {
      noise.append((char) ('a' + random.nextInt(26)));
    }
    String fits = "{\"a\":\"" + noise + "\"}";
    assertThat(fits).hasSize(EnvelopeReader.MAX_LINE_BYTES);
    assertThat(read(fits).payload()).isNull();
    assertThat(read(fits + "\n{\"type\":\"x\"}\n").payload()).isNull();
    assertRefused(fits + " ", Reason.TOO_LARGE);
    assertRefused(fits + " \n", Reason.TOO_LARGE);
    assertRefused("{}\n" + fits + " \n", Reason.TOO_LARGE);
  }

  @Test
  void read_ofDamagedBytes_refusesOrReads() {
    byte[] body =
        utf8("{\"event_id\":\"" + ID + "\"}\n{\"type\":\"event\",\"length\":7}\n{\"a\":1}\n");
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = Arrays.copyOf(body, 1 + random.nextInt(body.length));
      for (int flips = random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        reader.read(envelope(damaged));
      } catch (UnreadableBodyException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 49_999);
  }
}
