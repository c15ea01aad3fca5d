/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static dev.cyclops.payload.Bodies.concat;
import static dev.cyclops.payload.Bodies.deflate;
import static dev.cyclops.payload.Bodies.envelope;
import static dev.cyclops.payload.Bodies.get;
import static dev.cyclops.payload.Bodies.gzip;
import static dev.cyclops.payload.Bodies.store;
import static dev.cyclops.payload.Bodies.text;
import static dev.cyclops.payload.Bodies.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.management.ThreadMXBean;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyRewriterTest {
  private static final String ID = "9ec79c33ec9942ab8353589fcb2e04dc";
  private static final String MEMBER = "\"event_id\":\"" + ID + "\"";
  private static final String JSON = "{\"message\":\"lost \u00fc + & %41\",\"a\": [1] }\n";
  private static final String WITH_ID = "{" + MEMBER + "," + JSON.substring(1);

  private final PayloadReader reader =
      new PayloadReader(1 << 20, 100 << 20, new Decoders(List.of(new XorCodec())));
  private final BodyRewriter rewriter = reader.rewriter();

  private Event identified(Event event) throws UnreadableBodyException {
    return rewriter.withEventId(event, reader.read(event), EventId.parse(ID));
  }

  private String identified(String json) throws UnreadableBodyException {
    return new String(identified(store(utf8(json))).body(), UTF_8);
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
  }

  private static byte[] inflate(byte[] bytes) throws IOException {
    return new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
  }

  // ---- ids

  @Test
  void withEventId_putsTheIdFirst() throws UnreadableBodyException {
    assertThat(identified(JSON)).isEqualTo(WITH_ID);
    assertThat(identified("{}")).isEqualTo("{" + MEMBER + "}");
    assertThat(identified(" {  } ")).isEqualTo("{" + MEMBER + "  } ");
    assertThat(identified("{\"a\":{\"event_id\":\"x\"}}"))
        .isEqualTo("{" + MEMBER + ",\"a\":{\"event_id\":\"x\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"x\"", "7", "[\"" + ID + "\"]", "{\"a\":{}}", "true", "\"\""})
  void withEventId_replacesWhatIsNoId(String value) throws UnreadableBodyException {
    assertThat(identified("{\"a\":1, \"event_id\" : " + value + " ,\"b\":2}"))
        .isEqualTo("{\"a\":1, \"event_id\" : \"" + ID + "\" ,\"b\":2}");
  }

  @Test
  void withEventId_replacesTheOneThatCounts() throws UnreadableBodyException {
    assertThat(identified("{\"event_id\":1,\"event_\\u0069d\":null}"))
        .isEqualTo("{\"event_id\":1,\"event_\\u0069d\":\"" + ID + "\"}");
  }

  @Test
  void withEventId_readsDeeperThanItGroups() throws UnreadableBodyException {
    String deep = "\"a\":" + "[".repeat(120) + "]".repeat(120);
    assertThat(identified("{" + deep + "}")).isEqualTo("{" + MEMBER + "," + deep + "}");
    assertThat(identified("{" + deep + ",\"event_id\":0}"))
        .isEqualTo("{" + deep + "," + MEMBER + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\":1", "{\"a\" 1}", "{\"a\":}", "{} x", "{\"a\":[}"})
  void withEventId_leavesBrokenJsonAlone(String json) throws UnreadableBodyException {
    Event event = store(utf8(json));
    assertThat(identified(event)).isSameAs(event);
  }

  @Test
  void withEventId_keepsBareTokensAndInvalidUtf8() throws UnreadableBodyException {
    byte[] body = concat(utf8("{\"a\":NaN,\"b\":\""), new byte[] {(byte) 0xFF}, utf8("\"}"));
    assertThat(identified(store(body)).body())
        .isEqualTo(concat(utf8("{" + MEMBER + ","), Arrays.copyOfRange(body, 1, body.length)));
  }

  @Test
  void withEventId_encodesAsItCame() throws Exception {
    byte[] json = utf8(JSON);
    Event gzip = identified(store(gzip(json), "Content-Encoding", "GZIP"));
    assertThat(new String(gunzip(gzip.body()), UTF_8)).isEqualTo(WITH_ID);
    assertThat(gzip.headers().get("Content-Encoding")).isEqualTo("GZIP");

    Event zlib = identified(store(deflate(json, false), "Content-Encoding", "deflate"));
    assertThat(new String(inflate(zlib.body()), UTF_8)).isEqualTo(WITH_ID);

    Event bare = identified(store(deflate(json, true), "Content-Encoding", "deflate"));
    assertThat(bare.body()[0] & 0xF).isNotEqualTo(8);
    assertThat(text(reader.read(bare).payload())).isEqualTo(WITH_ID);

    Event codec = identified(store(XorCodec.xor(json), "Content-Encoding", "xor"));
    assertThat(new String(XorCodec.xor(codec.body()), UTF_8)).isEqualTo(WITH_ID);

    Event base64 = identified(store(Base64.getEncoder().encode(json)));
    assertThat(new String(Base64.getDecoder().decode(base64.body()), UTF_8)).isEqualTo(WITH_ID);

    Event both = identified(store(Base64.getEncoder().encode(deflate(json, false))));
    assertThat(new String(inflate(Base64.getDecoder().decode(both.body())), UTF_8))
        .isEqualTo(WITH_ID);

    byte[] layers = gzip(Base64.getEncoder().encode(deflate(json, false)));
    Event all = identified(store(layers, "Content-Encoding", "gzip"));
    assertThat(new String(inflate(Base64.getDecoder().decode(gunzip(all.body()))), UTF_8))
        .isEqualTo(WITH_ID);
  }

  @Test
  void withEventId_inAQuery_changesTheDataOnly() throws Exception {
    // Blanks written as plus and as escapes stay what they are, and so do needless escapes.
    String data = "%7B\"a\":\"x+y%2Bz%20%C3%BC%41\"}";
    assertThat(identified(get("v=4&sentry_data=" + data + "&x=%31")).query())
        .isEqualTo(
            "v=4&sentry_data=%7B%22event_id%22%3A%22"
                + ID
                + "%22%2C\"a\":\"x+y%2Bz%20%C3%BC%41\"}&x=%31");
    assertThat(identified(get("sentry_data={\"event_id\":%6eull}")).query())
        .isEqualTo("sentry_data={\"event_id\":%22" + ID + "%22}");

    String base64 = Base64.getEncoder().encodeToString(deflate(utf8(JSON), false));
    Event event = identified(get("v=4&sentry_data=" + URLEncoder.encode(base64, UTF_8) + "&x=%31"));
    assertThat(event.query()).startsWith("v=4&sentry_data=eJ").endsWith("&x=%31");
    assertThat(event.query()).doesNotContain("+", "/");
    assertThat(text(reader.read(event).payload())).isEqualTo(WITH_ID);
  }

  @Test
  void withEventId_ofAGetWithoutData_hasNowhereToPutIt() throws UnreadableBodyException {
    Event event = get("a=b");
    assertThat(identified(event)).isSameAs(event);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|{%s}",
        "{\"sdk\":{\"event_id\":7}} |{%s,\"sdk\":{\"event_id\":7}} ",
        "{ \"a\":1, \"event_id\" : null }|{ \"a\":1, \"event_id\" : \"" + ID + "\" }",
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void withEventId_ofAnEnvelope_changesTheHeaderOnly(String header, String expected)
      throws Exception {
    String items = "\n{\"type\":\"event\"}\n{\"x\":1}\r\n{\"type\":\"a\",\"length\":3}\n\n\n\n\n";
    String changed = expected.replace("%s", MEMBER) + items;
    byte[] body = utf8(header + items);
    assertThat(new String(identified(envelope(body)).body(), UTF_8)).isEqualTo(changed);
    Event gzip = identified(envelope(gzip(body), "Content-Encoding", "gzip"));
    assertThat(new String(gunzip(gzip.body()), UTF_8)).isEqualTo(changed);
    Event codec = identified(envelope(XorCodec.xor(body), "Content-Encoding", "xor"));
    assertThat(new String(XorCodec.xor(codec.body()), UTF_8)).isEqualTo(changed);
  }

  @Test
  void withEventId_ofALargeEnvelope_doesNotHoldIt() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[10_000];
    byte[] noise = new byte[500];
    Random random = new Random(1);
    int pieces = 8_000;
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(utf8("{}\n{\"type\":\"event\"}\n{}\n"));
      gzip.write(utf8("{\"type\":\"attachment\",\"length\":" + pieces * piece.length + "}\n"));
      for (int i = 0; i < pieces; i++) {
        random.nextBytes(noise);
        System.arraycopy(noise, 0, piece, 0, noise.length);
        gzip.write(piece);
      }
    }
    Event event = envelope(out.toByteArray(), "Content-Encoding", "gzip");
    Event changed = identified(event);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    changed = identified(event);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(8L * event.body().length + (1 << 20));
    assertThat(allocated).isLessThan(40L << 20);
    assertThat(reader.read(changed).eventId()).isEqualTo(EventId.parse(ID));
  }

  // ---- envelopes without their event

  private String reduced(String envelope) throws Exception {
    byte[] body = utf8(envelope);
    String plain = new String(rewriter.withoutItsEvent(envelope(body)).body(), UTF_8);
    Event gzip = rewriter.withoutItsEvent(envelope(gzip(body), "Content-Encoding", "gzip"));
    assertThat(new String(gunzip(gzip.body()), UTF_8)).isEqualTo(plain);
    reader.read(gzip);
    return plain;
  }

  @Test
  void withoutItsEvent_keepsTheOthersByteForByte() throws Exception {
    String header = " { \"event_id\" : \"" + ID + "\" } \r\n";
    String session = "{\"type\":\"session\", \"x\":1}\n{\"sid\":\"a\"}\r\n";
    String unknown = "{\"type\":\"new\",\"length\":5}\n{\n\n}\n\n";
    String event = "{\"type\":\"event\",\"length\":4}\n{\n\n}\n";
    String attachment = "{\"type\":\"attachment\",\"length\":2}\n\n\n\n";
    assertThat(reduced(header + session + event + unknown + attachment))
        .isEqualTo(header + session + unknown);
    assertThat(reduced(header + event + attachment + session + unknown))
        .isEqualTo(header + session + unknown);
    assertThat(reduced(header + event + session.stripTrailing()))
        .isEqualTo(header + session.stripTrailing());
    assertThat(reduced("{}\n" + event + "{\"type\":\"x\",\"length\":0}"))
        .isEqualTo("{}\n{\"type\":\"x\",\"length\":0}");
    assertThat(reduced("{}\n{\"type\":\"x\"}\n\n" + event.stripTrailing()))
        .isEqualTo("{}\n{\"type\":\"x\"}\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"event", "transaction", "attachment", "form_data", "unreal_report", "profile"})
  void withoutItsEvent_takesOutWhatBelongsToIt(String type) throws Exception {
    String item = "{\"type\":\"" + type + "\"}\n{}\n";
    assertThat(reduced("{}\n" + item + "{\"type\":\"log\"}\n{}\n"))
        .isEqualTo("{}\n{\"type\":\"log\"}\n{}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session",
        "sessions",
        "client_report",
        "check_in",
        "feedback",
        "user_report",
        "replay_event",
        "replay_recording",
        "replay_video",
        "span",
        "log",
        "trace_metric",
        "statsd",
        "metric_buckets",
        "profile_chunk",
        "security",
        "raw_security",
        "nel",
        "Event",
        "event ",
        "brand_new"
      })
  void withoutItsEvent_keepsWhatStandsForItself(String type) throws Exception {
    String item = "{\"type\":\"" + type + "\"}\n{}\n";
    assertThat(reduced("{}\n{\"type\":\"event\"}\n{}\n" + item)).isEqualTo("{}\n" + item);
    assertThat(reader.read(envelope(utf8("{}\n{\"type\":\"event\"}\n{}\n" + item))).others())
        .isNotNull();
  }

  // ---- times

  private String later(String header) throws Exception {
    String items = "\n{\"type\":\"event\"}\n{\"sent_at\":\"2026-01-01T00:00:00Z\"}";
    String plain =
        new String(rewriter.sentLater(envelope(utf8(header + items)), 90_500).body(), UTF_8);
    Event gzip = envelope(gzip(utf8(header + items)), "Content-Encoding", "gzip");
    assertThat(new String(gunzip(rewriter.sentLater(gzip, 90_500).body()), UTF_8)).isEqualTo(plain);
    assertThat(plain).endsWith(items);
    return plain.substring(0, plain.length() - items.length());
  }

  @Test
  void sentLater_movesTheHeaderOnly() throws Exception {
    assertThat(later("{\"a\":1,\"sent_at\":\"2026-01-01T00:00:00.250Z\",\"dsn\":null}"))
        .isEqualTo("{\"a\":1,\"sent_at\":\"2026-01-01T00:01:30.750Z\",\"dsn\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"trace\":{\"sent_at\":\"2026-01-01T00:00:00Z\"}}",
        "{\"sent_at\":null}",
        "{\"sent_at\":1767225600}",
        "{\"sent_at\":\"\"}",
        "{\"sent_at\":\"yesterday\"}"
      })
  void sentLater_leavesTheRestAlone(String header) throws Exception {
    Event event = envelope(utf8(header + "\n"));
    assertThat(rewriter.sentLater(event, 90_500)).isSameAs(event);
  }

  @Test
  void sentLater_leavesStoredEventsAlone() throws Exception {
    Event event = store(utf8("{\"sent_at\":\"2026-01-01T00:00:00Z\"}"));
    assertThat(rewriter.sentLater(event, 90_500)).isSameAs(event);
    Event get = get("sentry_data={}");
    assertThat(rewriter.sentLater(get, 90_500)).isSameAs(get);
    Event stored =
        store(
            utf8("{\"sent_at\":\"2026-01-01T00:00:00Z\"}\n"),
            "Content-Type",
            "application/x-sentry-envelope");
    assertThat(new String(rewriter.sentLater(stored, 1000).body(), ISO_8859_1))
        .isEqualTo("{\"sent_at\":\"2026-01-01T00:00:01Z\"}\n");
  }

  // ---- bounds

  @Test
  void withEventId_refusesWhatWouldGrowTooMuch() {
    // A codec that writes more than it reads, as an encoder without compression does.
    PayloadReader growing =
        new PayloadReader(1 << 20, 100 << 20, new Decoders(List.of(new XorCodec(100))));
    byte[] body = utf8("{}\n{\"type\":\"event\"}\n{}\n{\"type\":\"x\"}\n" + "x".repeat(50_000));
    Event event = envelope(XorCodec.xor(body), "Content-Encoding", "xor");
    assertThatThrownBy(
            () -> growing.rewriter().withEventId(event, growing.read(event), EventId.parse(ID)))
        .asInstanceOf(type(UnreadableBodyException.class))
        .extracting(UnreadableBodyException::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }
}
