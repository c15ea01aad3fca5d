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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
  private static final int MAX_EVENT = 100_000;
  private static final String JSON = "{\"message\":\"" + "lost \u00fc?>~ ".repeat(20) + "\"}";

  private final PayloadReader wide = new PayloadReader(1_000_000, 1_000_000);
  private final PayloadReader reader = new PayloadReader(MAX_EVENT, 1_000_000);

  private String read(Event event) throws UnreadableBodyException {
    Payload payload = reader.read(event).payload();
    assertThat(payload).isNotNull();
    assertThat(payload.format()).isEqualTo(Payload.Format.JSON);
    return text(payload);
  }

  private void assertRefused(Event event, Reason reason) {
    assertThatThrownBy(() -> reader.read(event))
        .asInstanceOf(type(UnreadableBodyException.class))
        .extracting(UnreadableBodyException::reason)
        .isEqualTo(reason);
  }

  /** JSON of exactly so many bytes that deflate cannot do much with. */
  private static byte[] json(int bytes) {
    Random random = new Random(5);
    StringBuilder json = new StringBuilder("{\"a\":\"");
    while (json.length() < bytes - 2) {
      json.append((char) ('a' + random.nextInt(26)));
    }
    return utf8(json.append("\"}").toString());
  }

  @Test
  void read_ofPlainJson_isAViewOnTheBody() throws UnreadableBodyException {
    byte[] body = utf8(" \n" + JSON);
    Content content = reader.read(store(body));
    assertThat(content.payload()).isNotNull();
    assertThat(content.payload().array()).isSameAs(body);
    assertThat(text(content.payload())).isEqualTo(JSON);
    assertThat(content.category()).isEqualTo(DataCategory.ERROR);
    assertThat(content.odd()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "identity", "Identity", "UTF-8", "utf-8"})
  void read_takesSomeEncodingsForNone(String encoding) throws UnreadableBodyException {
    assertThat(read(store(utf8(JSON), "Content-Encoding", encoding))).isEqualTo(JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " Gzip "})
  void read_inflatesGzip(String encoding) throws UnreadableBodyException {
    assertThat(read(store(gzip(utf8(JSON)), "content-encoding", encoding))).isEqualTo(JSON);
  }

  @Test
  void read_inflatesDeflateWithAndWithoutHeader() throws UnreadableBodyException {
    for (boolean bare : new boolean[] {false, true}) {
      byte[] body = deflate(utf8(JSON), bare);
      assertThat(read(store(body, "Content-Encoding", "deflate"))).isEqualTo(JSON);
      assertRefused(
          store(concat(body, utf8("x")), "Content-Encoding", "deflate"), Reason.MALFORMED);
      for (int length = 1; length < body.length; length++) {
        assertRefused(
            store(Arrays.copyOf(body, length), "Content-Encoding", "deflate"), Reason.MALFORMED);
      }
    }
  }

  @Test
  void read_refusesOtherEncodingsByName() {
    for (String encoding : new String[] {"br", "zstd", "gzip, gzip", "gzip,", "compress"}) {
      assertRefused(store(utf8(JSON), "Content-Encoding", encoding), Reason.UNSUPPORTED);
    }
    assertRefused(
        store(gzip(utf8(JSON)), "Content-Encoding", "gzip", "Content-Encoding", "gzip"),
        Reason.UNSUPPORTED);
    assertThatThrownBy(
            () -> reader.read(store(utf8(JSON), "Content-Encoding", "\u00ffx".repeat(5000))))
        .message()
        .endsWith(": ?x?x?x?x?x?x?x?x?x?x?x?x?x?x?x?x");
  }

  @Test
  void read_takesGzipWithAllItsOptions() throws UnreadableBodyException {
    byte[] plain = gzip(utf8(JSON));
    byte[] header = {0x1F, (byte) 0x8B, 8, 0x1F, 0, 0, 0, 0, 0, 3, 3, 0};
    header = concat(header, utf8("abc"), utf8("name"), new byte[1], utf8("comment"), new byte[1]);
    CRC32 checksum = new CRC32();
    checksum.update(header);
    byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
    byte[] stream = Arrays.copyOfRange(plain, 10, plain.length);
    assertThat(read(store(concat(header, sum, stream), "Content-Encoding", "gzip")))
        .isEqualTo(JSON);
    sum[0]++;
    assertRefused(store(concat(header, sum, stream), "Content-Encoding", "gzip"), Reason.MALFORMED);
  }

  @Test
  void read_takesSeveralGzipMembers() throws UnreadableBodyException {
    byte[] body = concat(gzip(utf8("{\"a\":")), gzip(new byte[0]), gzip(utf8("1}")));
    assertThat(read(store(body, "Content-Encoding", "gzip"))).isEqualTo("{\"a\":1}");
  }

  @Test
  void read_refusesEndlessEmptyGzipMembers() {
    byte[] member = gzip(new byte[0]);
    byte[] body = new byte[member.length * 5000];
    for (int i = 0; i < 5000; i++) {
      System.arraycopy(member, 0, body, i * member.length, member.length);
    }
    assertRefused(store(body, "Content-Encoding", "gzip"), Reason.MALFORMED);
  }

  @Test
  void read_refusesDamagedGzip() {
    byte[] body = gzip(utf8(JSON));
    assertRefused(store(concat(body, new byte[1]), "Content-Encoding", "gzip"), Reason.MALFORMED);
    assertRefused(store(utf8(JSON), "Content-Encoding", "gzip"), Reason.MALFORMED);
    for (int length = 1; length < body.length; length++) {
      assertRefused(
          store(Arrays.copyOf(body, length), "Content-Encoding", "gzip"), Reason.MALFORMED);
    }
    for (int at = body.length - 8; at < body.length; at++) {
      byte[] damaged = body.clone();
      damaged[at] ^= 1;
      assertRefused(store(damaged, "Content-Encoding", "gzip"), Reason.MALFORMED);
    }
  }

  private static String incompressible(int bytes) {
    StringBuilder json = new StringBuilder("{\"message\":\"");
    new Random(bytes).ints(bytes, 'a', 'z').forEach(c -> json.append((char) c));
    return json.append("\"}").toString();
  }

  private static String space(int bytes) {
    StringBuilder space = new StringBuilder();
    new Random(bytes).ints(bytes, 0, 4).forEach(i -> space.append(" \t\r\n".charAt(i)));
    return space.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 65_400, 65_523, 65_524, 65_525, 131_072, 300_000})
  void read_givesCompressedEventsAsAWhole(int bytes) throws UnreadableBodyException {
    String json = incompressible(bytes);
    // What the one before has left behind must not show.
    read(gzip(utf8(incompressible(400_000))), "gzip");

    for (String space : List.of("", " ", space(65_536), space(70_000))) {
      byte[] body = utf8(space + json);
      byte[] members = concat(gzip(utf8(space)), gzip(utf8(json)));
      byte[] wrapped = Base64.getEncoder().encode(deflate(utf8(json), false));

      assertThat(read(gzip(body), "gzip").strip()).isEqualTo(json);
      assertThat(read(members, "gzip").strip()).isEqualTo(json);
      assertThat(read(deflate(body, true), "deflate").strip()).isEqualTo(json);
      assertThat(read(gzip(wrapped), "gzip")).isEqualTo(json);
    }
  }

  private String read(byte[] body, String encoding) throws UnreadableBodyException {
    return text(wide.read(store(body, "Content-Encoding", encoding)).payload());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 60_000, 65_400, 131_072, 300_000})
  void read_givesTheEventOfACompressedEnvelopeAsAWhole(int bytes) throws UnreadableBodyException {
    String json = incompressible(bytes);
    String items = "{}\n{\"type\":\"event\"}\n" + json + "\n{\"type\":\"session\"}\n{}";
    byte[] members = concat(gzip(utf8(items.substring(0, 8))), gzip(utf8(items.substring(8))));

    for (byte[] body : List.of(gzip(utf8(items)), members)) {
      Content content = wide.read(envelope(body, "Content-Encoding", "gzip"));

      assertThat(text(content.payload())).isEqualTo(json);
      assertThat(content.others()).isEqualTo(DataCategory.SESSION);
    }
  }

  @Test
  void read_limitsTheEventExactly() throws UnreadableBodyException {
    byte[] fits = json(MAX_EVENT);
    byte[] over = json(MAX_EVENT + 1);
    assertThat(read(store(fits))).hasSize(MAX_EVENT);
    assertThat(read(store(gzip(fits), "Content-Encoding", "gzip"))).hasSize(MAX_EVENT);
    assertThat(read(store(Base64.getEncoder().encode(fits)))).hasSize(MAX_EVENT);
    assertThat(read(store(Base64.getEncoder().encode(deflate(fits, false))))).hasSize(MAX_EVENT);
    assertRefused(store(over), Reason.TOO_LARGE);
    assertRefused(store(gzip(over), "Content-Encoding", "gzip"), Reason.TOO_LARGE);
    assertRefused(store(deflate(over, true), "Content-Encoding", "deflate"), Reason.TOO_LARGE);
    assertRefused(store(Base64.getEncoder().encode(over)), Reason.TOO_LARGE);
    assertRefused(store(Base64.getEncoder().encode(deflate(over, false))), Reason.TOO_LARGE);
    assertRefused(store(new byte[3 * MAX_EVENT]), Reason.TOO_LARGE);
  }

  @Test
  void read_limitsTheEnvelopeExactly() throws UnreadableBodyException {
    byte[] head = utf8("{}\n{\"type\":\"x\"}\n");
    byte[] fits = concat(head, json(1_000_000 - head.length));
    byte[] over = concat(fits, utf8("x"));
    assertThat(reader.read(envelope(fits)).payload()).isNull();
    assertThat(reader.read(envelope(gzip(fits), "Content-Encoding", "gzip")).payload()).isNull();
    assertRefused(envelope(over), Reason.TOO_LARGE);
    assertRefused(envelope(gzip(over), "Content-Encoding", "gzip"), Reason.TOO_LARGE);
  }

  @Test
  void read_refusesBombsByTheirRatio() throws UnreadableBodyException {
    PayloadReader wide = new PayloadReader(50_000_000, 50_000_000);
    byte[] blanks = new byte[40_000_000];
    Arrays.fill(blanks, (byte) ' ');
    Event bomb = store(gzip(blanks), "Content-Encoding", "gzip");
    Event inner = store(Base64.getEncoder().encode(deflate(concat(utf8("{"), blanks), false)));
    for (Event event : new Event[] {bomb, inner}) {
      assertThatThrownBy(() -> wide.read(event))
          .asInstanceOf(type(UnreadableBodyException.class))
          .extracting(UnreadableBodyException::reason)
          .isEqualTo(Reason.TOO_LARGE);
    }
    byte[] small = concat(utf8("{"), Arrays.copyOf(blanks, 60_000), utf8("}"));
    assertThat(wide.read(store(gzip(small), "Content-Encoding", "gzip")).payload()).isNotNull();
  }

  @Test
  void read_sniffsBase64() throws UnreadableBodyException {
    for (byte[] bytes : new byte[][] {utf8(JSON), utf8("{}"), utf8("{} "), utf8("{}  ")}) {
      String expected = new String(bytes, StandardCharsets.UTF_8);
      for (byte[] inner : new byte[][] {bytes, deflate(bytes, false)}) {
        assertThat(read(store(Base64.getEncoder().encode(inner)))).isEqualTo(expected);
        assertThat(read(store(Base64.getUrlEncoder().encode(inner)))).isEqualTo(expected);
        assertThat(read(store(Base64.getMimeEncoder().encode(inner)))).isEqualTo(expected);
        assertThat(read(store(Base64.getEncoder().withoutPadding().encode(inner))))
            .isEqualTo(expected);
        assertThat(read(store(gzip(Base64.getEncoder().encode(inner)), "Content-Encoding", "gzip")))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void read_refusesWhatIsNoObject() {
    for (String body :
        new String[] {
          "",
          " ",
          "[]",
          "\"a\"",
          "null",
          "x",
          "e",
          "e30=x",
          "e30=e30=",
          "!!!!",
          "====",
          "bnVsbA==",
          "sentry_data=e30%3D",
          "sentry_data=e30=",
          "eyJhIjoxfQ%3D%3D",
          "eyJhIjoifj4%2BIn0="
        }) {
      assertRefused(store(utf8(body)), Reason.MALFORMED);
    }
    byte[] cut = Base64.getEncoder().encode(Arrays.copyOf(deflate(utf8(JSON), false), 30));
    assertRefused(store(cut), Reason.MALFORMED);
    assertRefused(store(gzip(new byte[0]), "Content-Encoding", "gzip"), Reason.MALFORMED);
    assertRefused(envelope(new byte[0]), Reason.MALFORMED);
  }

  @Test
  void read_ofAGet_takesTheData() throws UnreadableBodyException {
    String event = new String(json(300), StandardCharsets.UTF_8).replaceFirst("a", "> ");
    String base64 = Base64.getEncoder().encodeToString(deflate(utf8(event), false));
    assertThat(base64).contains("+");
    for (String data :
        new String[] {
          URLEncoder.encode(event, StandardCharsets.UTF_8).replace("+", "%20"),
          URLEncoder.encode(base64, StandardCharsets.UTF_8),
          base64,
          base64.replace("+", "%20"),
          Base64.getUrlEncoder().encodeToString(utf8(event))
        }) {
      assertThat(read(get("sentry_version=4&sentry_data=" + data + "&x=1"))).isEqualTo(event);
    }
    assertRefused(get("sentry_data=%zz"), Reason.MALFORMED);
    assertRefused(get("sentry_data="), Reason.MALFORMED);
  }

  @Test
  void read_ofSomethingElse_saysWhatIsAccepted() {
    for (String body : new String[] {"garbage", "[1]", "<xml/>", "x=1&y=2"}) {
      assertThatThrownBy(() -> reader.read(store(utf8(body))))
          .isInstanceOf(UnreadableBodyException.class)
          .hasMessage("The body is no JSON object, nor base64 of one.");
    }
  }

  @Test
  void read_ofAGetWithoutData_isOpaque() throws UnreadableBodyException {
    Payload payload = reader.read(get("x_sentry_data=1&q=%C3%BC")).payload();
    assertThat(payload).isNotNull();
    assertThat(payload.format()).isEqualTo(Payload.Format.OPAQUE);
    assertThat(text(payload)).isEqualTo("/api/1/store/?x_sentry_data=1&q=%C3%BC");
  }

  @Test
  void read_ofAStoredEnvelope_goesByTheContentType() throws UnreadableBodyException {
    byte[] body = utf8("{}\n{\"type\":\"transaction\"}\n{\"a\":1}");
    for (String name : new String[] {"", "; charset=utf-8"}) {
      Content content =
          reader.read(store(body, "Content-Type", "Application/X-Sentry-Envelope" + name));
      assertThat(content.category()).isEqualTo(DataCategory.TRANSACTION);
    }
    assertThat(reader.read(store(body, "Content-Type", "application/json")).category())
        .isEqualTo(DataCategory.ERROR);
  }

  @Test
  void findEventId_looksAtTheOutermostObjectOnly() {
    String id = "0123456789abcdef0123456789abcdef";
    assertThat(find("{\"a\":{\"event_id\":\"x\"},\"event_id\":\"" + id + "\",\"b\":[]}"))
        .isEqualTo(EventId.parse(id));
    assertThat(find("{\"a\":{\"event_id\":\"" + id + "\"}}")).isNull();
    assertThat(find("{\"event_id\":7,\"b\":\"" + id + "\"}")).isNull();
    assertThat(find("{\"event_id\":\"" + id + "\",\"event_id\":null}")).isNull();
    assertThat(find("[\"event_id\",\"" + id + "\"]")).isNull();
    assertThat(find("{\"event_id\":")).isNull();
  }

  private static EventId find(String json) {
    byte[] bytes = utf8(json);
    return PayloadReader.findEventId(
        new Payload(Payload.Format.JSON, DataCategory.ERROR, bytes, 0, bytes.length));
  }
}
