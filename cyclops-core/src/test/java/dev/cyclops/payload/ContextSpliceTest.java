/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static dev.cyclops.payload.Bodies.envelope;
import static dev.cyclops.payload.Bodies.get;
import static dev.cyclops.payload.Bodies.gzip;
import static dev.cyclops.payload.Bodies.store;
import static dev.cyclops.payload.Bodies.text;
import static dev.cyclops.payload.Bodies.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that get a context on their way. */
class ContextSpliceTest {
  private static final String CONTEXT = "{\"ignored\":7}";
  private static final String MEMBER = "\"cyclops\":" + CONTEXT;

  private final PayloadReader reader =
      new PayloadReader(1 << 20, 100 << 20, new Decoders(List.of(new XorCodec())));
  private final BodyRewriter rewriter = reader.rewriter();

  private Event changed(Event event) throws UnreadableBodyException {
    return rewriter.withContext(event, reader.read(event), "cyclops", CONTEXT);
  }

  private String changed(String json) throws UnreadableBodyException {
    return new String(changed(store(utf8(json))).body(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{} | {\"contexts\":{M}}",
        "{\"a\":1} | {\"contexts\":{M},\"a\":1}",
        "{\"contexts\":{}} | {\"contexts\":{M}}",
        "{\"contexts\" : { \"os\":{}} ,\"a\":1} | {\"contexts\" : {M, \"os\":{}} ,\"a\":1}",
        "{\"contexts\":{\"cyclops\":{\"x\":1},\"os\":1}} | {\"contexts\":{M,\"os\":1}}",
        "{\"contexts\":null,\"a\":1} | {\"contexts\":{M},\"a\":1}",
        "{\"contexts\":1,\"c\\u006fntexts\":{}} | {\"contexts\":1,\"c\\u006fntexts\":{M}}",
        "{\"a\":{\"contexts\":{}}} | {\"contexts\":{M},\"a\":{\"contexts\":{}}}",
        "{\"sentry.interfaces.Contexts\":{\"os\":1}} | {\"sentry.interfaces.Contexts\":{M,\"os\":1}}",
      })
  void withContext_extendsWhatIsThere(String json, String expected) throws UnreadableBodyException {
    assertThat(changed(json)).isEqualTo(expected.replace("M", MEMBER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"contexts\":[]}",
        "{\"contexts\":\"x\"}",
        "{\"contexts\":nope}",
        "{\"sentry.interfaces.Contexts\":[1]}",
        "{\"contexts\":{}",
        "{\"a\" 1}",
        "{} x",
      })
  void withContext_leavesAloneWhatItCannotExtend(String json) throws UnreadableBodyException {
    Event event = store(utf8(json));
    assertThat(changed(event)).isSameAs(event);
  }

  @Test
  void withContext_encodesAsItCame() throws Exception {
    byte[] json = utf8("{\"message\":\"f\u00fcnf\"}");
    String expected = "{\"contexts\":{" + MEMBER + "},\"message\":\"f\u00fcnf\"}";

    Event gzip = changed(store(gzip(json), "Content-Encoding", "gzip"));
    assertThat(new String(gunzip(gzip.body()), UTF_8)).isEqualTo(expected);

    Event codec = changed(store(XorCodec.xor(json), "Content-Encoding", "xor"));
    assertThat(new String(XorCodec.xor(codec.body()), UTF_8)).isEqualTo(expected);

    Event base64 = changed(store(Base64.getEncoder().encode(json)));
    assertThat(new String(Base64.getDecoder().decode(base64.body()), UTF_8)).isEqualTo(expected);

    Event query = changed(get("sentry_data=" + URLEncoder.encode("{\"message\":\"x\"}", UTF_8)));
    assertThat(text(reader.read(query).payload()))
        .isEqualTo("{\"contexts\":{" + MEMBER + "},\"message\":\"x\"}");
  }

  @Test
  void withContext_correctsTheLengthInAnEnvelope() throws Exception {
    String json = "{\"message\":\"f\u00fcnf\"}";
    String expected = "{\"contexts\":{" + MEMBER + "},\"message\":\"f\u00fcnf\"}";
    String form =
        """
        {"dsn":null}
        {"type":"attachment","length":5,"filename":"a"}
        1
        345
        {"type":"event" , "length" : %d, "x":[{}]}
        %s
        {"type":"session"}
        {"s":1}
        """;
    byte[] body = utf8(form.formatted(utf8(json).length, json));
    byte[] changed = utf8(form.formatted(utf8(expected).length, expected));

    assertThat(changed(envelope(body)).body()).isEqualTo(changed);
    byte[] gzipped = changed(envelope(gzip(body), "Content-Encoding", "gzip")).body();
    assertThat(gunzip(gzipped)).isEqualTo(changed);
    assertThat(text(reader.read(envelope(changed)).payload())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"event\"}", "{\"length\":null,\"type\":\"event\"}"})
  void withContext_keepsItemsWithoutALength(String header) throws UnreadableBodyException {
    String body = "{}\n" + header + "\n{\"a\":1}";

    assertThat(new String(changed(envelope(utf8(body))).body(), UTF_8))
        .isEqualTo("{}\n" + header + "\n{\"contexts\":{" + MEMBER + "},\"a\":1}");
    assertThat(new String(changed(envelope(utf8(body + "\n"))).body(), UTF_8))
        .endsWith(",\"a\":1}\n");
  }

  @Test
  void withContext_leavesOtherBodiesAlone() throws UnreadableBodyException {
    Event session = envelope(utf8("{}\n{\"type\":\"session\"}\n{}"));
    Event report =
        Event.builder(Route.SECURITY)
            .project(1)
            .headers(Headers.empty())
            .body(utf8("{\"csp-report\":{}}"))
            .build();
    Event noData = get("x=1");

    assertThat(changed(session)).isSameAs(session);
    assertThat(changed(report)).isSameAs(report);
    assertThat(changed(noData)).isSameAs(noData);
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
  }
}
