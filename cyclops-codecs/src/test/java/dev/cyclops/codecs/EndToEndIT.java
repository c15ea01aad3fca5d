/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import dev.cyclops.undertow.CyclopsServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies in every encoding, from a client over a real server to a Sentry. */
final class EndToEndIT {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String ITEMS = "\n{\"type\":\"event\"}\n{\"message\":\"it broke\"}\n";

  enum Encoding {
    NONE("identity"),
    EMPTY(""),
    GZIP("gzip"),
    X_GZIP("X-GZIP"),
    DEFLATE("deflate"),
    RAW_DEFLATE("deflate"),
    BR("br"),
    ZSTD("zstd"),
    BASE64("UTF-8"),
    BASE64_ZLIB("");

    final String header;

    Encoding(String header) {
      this.header = header;
    }

    boolean isForEnvelopes() {
      return this != BASE64 && this != BASE64_ZLIB;
    }

    byte[] encode(byte[] plain) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      return switch (this) {
        case NONE, EMPTY -> plain;
        case GZIP, X_GZIP -> {
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
          }
          yield out.toByteArray();
        }
        case DEFLATE, RAW_DEFLATE -> {
          Deflater deflater = new Deflater(9, this == RAW_DEFLATE);
          try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, deflater)) {
            deflate.write(plain);
          }
          yield out.toByteArray();
        }
        case BR -> Encoder.compress(plain, new Encoder.Parameters().setQuality(5));
        case ZSTD -> Zstd.compress(plain);
        case BASE64 -> Base64.getEncoder().encode(plain);
        case BASE64_ZLIB -> Base64.getEncoder().encode(DEFLATE.encode(plain));
      };
    }

    byte[] decode(byte[] encoded) throws IOException {
      InputStream in = new ByteArrayInputStream(encoded);
      return switch (this) {
        case NONE, EMPTY -> encoded;
        case GZIP, X_GZIP -> new GZIPInputStream(in).readAllBytes();
        case DEFLATE -> new InflaterInputStream(in).readAllBytes();
        case RAW_DEFLATE -> new InflaterInputStream(in, new Inflater(true)).readAllBytes();
        case BR -> new BrotliInputStream(in).readAllBytes();
        case ZSTD -> new ZstdInputStream(in).readAllBytes();
        case BASE64 -> Base64.getDecoder().decode(encoded);
        case BASE64_ZLIB -> DEFLATE.decode(Base64.getDecoder().decode(encoded));
      };
    }
  }

  private final FakeSentry sentry = FakeSentry.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private Cyclops cyclops;
  private CyclopsServer server;

  @BeforeAll
  static void load() {
    Brotli4jLoader.ensureAvailability();
  }

  /** Without a word of codecs: they are on the class path. */
  private void start(int maxEvents, Duration ahead) throws Exception {
    cyclops =
        Cyclops.builder()
            .sentry(sentry.url())
            .keys(KeySource.of(new ProjectKey(3, "public", null)))
            .floodLimit(maxEvents, Duration.ofMinutes(10))
            .clock(() -> Instant.now().plus(ahead))
            .build()
            .start();
    server = CyclopsServer.builder(cyclops).host("127.0.0.1").port(0).build().start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    cyclops.close();
    sentry.close();
  }

  private HttpRequest.Builder request(String route, String query) {
    return HttpRequest.newBuilder(
        URI.create(
            "http://127.0.0.1:"
                + server.port()
                + "/api/3/"
                + route
                + "/?sentry_key=public"
                + query));
  }

  private HttpResponse<String> post(String route, Encoding encoding, byte[] body) throws Exception {
    // As old Python clients label even base64 of zlib.
    String type =
        encoding == Encoding.BASE64_ZLIB ? "application/x-www-form-urlencoded" : "application/json";
    return http.send(
        request(route, "")
            .header("Content-Encoding", encoding.header)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String idIn(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).matches("\\{\"id\":\"[0-9a-f]{32}\"}");
    return response.body().substring(7, 39);
  }

  @ParameterizedTest
  @EnumSource
  void event_travelsAsItCame(Encoding encoding) throws Exception {
    start(10, Duration.ZERO);
    byte[] body =
        encoding.encode(("{\"message\":\"\u00fc\",\"event_id\":\"" + ID + "\"}\n").getBytes(UTF_8));

    assertThat(idIn(post("store", encoding, body))).isEqualTo(ID);

    Received received = sentry.awaitAccepted(1).get(0);
    assertThat(received.body()).isEqualTo(body);
    assertThat(received.header("Content-Encoding")).isEqualTo(encoding.header);
  }

  @ParameterizedTest
  @EnumSource
  void event_withoutAnId_getsTheOneThatIsAnswered(Encoding encoding) throws Exception {
    start(10, Duration.ZERO);
    byte[] body = encoding.encode("{\"message\":\"\u00fc\"}\n".getBytes(UTF_8));

    String id = idIn(post("store", encoding, body));

    Received received = sentry.awaitAccepted(1).get(0);
    assertThat(new String(encoding.decode(received.body()), UTF_8))
        .isEqualTo("{\"event_id\":\"" + id + "\",\"message\":\"\u00fc\"}\n");
    assertThat(received.header("Content-Encoding")).isEqualTo(encoding.header);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BASE64", "BASE64_ZLIB"})
  void envelope_withoutAnId_getsTheOneThatIsAnswered(Encoding encoding) throws Exception {
    start(10, Duration.ZERO);

    String id = idIn(post("envelope", encoding, encoding.encode(("{}" + ITEMS).getBytes(UTF_8))));

    assertThat(new String(encoding.decode(sentry.awaitAccepted(1).get(0).body()), UTF_8))
        .isEqualTo("{\"event_id\":\"" + id + "\"}" + ITEMS);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BASE64", "BASE64_ZLIB"})
  void envelope_ofAFloodedEvent_losesTheEventOnly(Encoding encoding) throws Exception {
    start(1, Duration.ZERO);
    String header = "{\"event_id\":\"" + ID + "\"}";
    String session = "{\"type\":\"session\",\"length\":4}\n{\n\n}\n";
    byte[] body = encoding.encode((header + ITEMS + session).getBytes(UTF_8));

    HttpResponse<String> first = post("envelope", encoding, body);
    HttpResponse<String> second = post("envelope", encoding, body);

    assertThat(idIn(first)).isEqualTo(ID);
    assertThat(idIn(second)).isEqualTo(ID);
    assertThat(first.headers().firstValue("X-CYCLOPS-STATUS")).contains("PROCESSED");
    assertThat(second.headers().firstValue("X-CYCLOPS-STATUS")).contains("IGNORED");
    assertThat(sentry.awaitAccepted(2))
        .extracting(received -> new String(encoding.decode(received.body()), UTF_8))
        .containsExactlyInAnyOrder(header + ITEMS + session, header + "\n" + session);
    assertThat(cyclops.stats().processed()).isEqualTo(2);
    assertThat(cyclops.stats().reduced()).isEqualTo(1);
    assertThat(cyclops.stats().ignored()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BASE64", "BASE64_ZLIB"})
  void envelope_heldForAnHour_isSentWithALaterTime(Encoding encoding) throws Exception {
    start(10, Duration.ofHours(1));
    String header = "{\"event_id\":\"" + ID + "\",\"sent_at\":\"2026-01-01T00:00:00.000Z\"}";

    post("envelope", encoding, encoding.encode((header + ITEMS).getBytes(UTF_8)));

    assertThat(new String(encoding.decode(sentry.awaitAccepted(1).get(0).body()), UTF_8))
        .matches(
            "\\{\"event_id\":\""
                + ID
                + "\",\"sent_at\":\"2026-01-01T01:0\\d:\\d\\d\\.\\d{3}Z\"}\n"
                + "[^\n]+\n[^\n]+\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BASE64", "BASE64_ZLIB"})
  void get_withoutAnId_getsOneInItsQuery(Encoding encoding) throws Exception {
    start(10, Duration.ZERO);
    String data = new String(encoding.encode("{\"message\":\"a+b c\"}".getBytes(UTF_8)), UTF_8);

    HttpResponse<String> response =
        http.send(
            request("store", "&sentry_data=" + URLEncoder.encode(data, UTF_8) + "&x=%31")
                .GET()
                .build(),
            BodyHandlers.ofString());

    assertThat(response.headers().firstValue("Content-Type")).contains("image/gif");
    String query = sentry.awaitAccepted(1).get(0).query();
    assertThat(query).startsWith("sentry_key=public&sentry_data=").endsWith("&x=%31");
    String sent = query.substring(query.indexOf("sentry_data=") + 12, query.lastIndexOf('&'));
    assertThat(new String(encoding.decode(URLDecoder.decode(sent, UTF_8).getBytes(UTF_8)), UTF_8))
        .matches("\\{\"event_id\":\"[0-9a-f]{32}\",\"message\":\"a\\+b c\"}");
  }

  @Test
  void twoEncodings_areUnsupported() throws Exception {
    start(10, Duration.ZERO);
    HttpRequest request =
        request("store", "")
            .header("Content-Encoding", "br, gzip")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
  }

  @Test
  void damagedBody_isRefused() throws Exception {
    start(10, Duration.ZERO);
    for (Encoding encoding : new Encoding[] {Encoding.BR, Encoding.ZSTD, Encoding.GZIP}) {
      assertThat(post("store", encoding, "{}".getBytes(UTF_8)).statusCode()).isEqualTo(400);
    }
  }
}
