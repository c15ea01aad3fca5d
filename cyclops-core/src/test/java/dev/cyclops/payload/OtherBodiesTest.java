/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static dev.cyclops.payload.Bodies.gzip;
import static dev.cyclops.payload.Bodies.text;
import static dev.cyclops.payload.Bodies.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies of the routes other than store and envelope. */
class OtherBodiesTest {
  private static final String ID = "fc6d8c0c43fc4630ad850ee518f1b9d0";
  private static final String FORM = "multipart/form-data; boundary=XbX";

  private final PayloadReader reader = new PayloadReader(1000, 1_000_000);

  private static Event at(Route route, byte[] body, String... namesAndValues) {
    Headers.Builder headers = Headers.builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Event.builder(route).project(1).headers(headers.build()).body(body).build();
  }

  private void assertRefused(Event event, Reason reason) {
    assertThatThrownBy(() -> reader.read(event))
        .asInstanceOf(type(UnreadableBodyException.class))
        .extracting(UnreadableBodyException::reason)
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "NEL, SECURITY, /api/1/nel/",
    "MINIDUMP, ERROR, /api/1/minidump/",
    "UNREAL, ERROR, /api/1/unreal/key/",
    "ATTACHMENTS, ATTACHMENT, /api/1/events/fc6d8c0c43fc4630ad850ee518f1b9d0/attachments/",
    "CRON, MONITOR, /api/1/cron/logs/",
    "OTLP, SPAN, /api/1/otlp/v1/traces/",
    "OTLP, SPAN, /api/1/integration/otlp/v1/traces",
    "OTLP, LOG_ITEM, /api/1/integration/otlp/v1/logs",
    "OTLP, LOG_ITEM, /api/1/integration/otlp/v1/logs//",
  })
  void read_findsTheCategoryAndNothingToGroupBy(Route route, DataCategory category, String path)
      throws UnreadableBodyException {
    Event event = Event.builder(route).path(path).body(utf8("{\"event_id\":1}")).build();

    Content content = reader.read(event);

    assertThat(content.payload()).isNull();
    assertThat(content.category()).isEqualTo(category);
    assertThat(content.odd()).isFalse();
    assertThat(content.dsnPublicKey()).isNull();
    assertThat(content.eventId()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"STORE", "ENVELOPE"},
      mode = EnumSource.Mode.EXCLUDE)
  void read_decodesEveryBodyToItsEnd(Route route) throws UnreadableBodyException {
    byte[] plain = new byte[route == Route.SECURITY ? 1000 : 1_000_000];
    new Random(1).nextBytes(plain);
    byte[] body = gzip(plain);
    byte[] cut = Arrays.copyOf(body, body.length - 3);
    byte[] larger = gzip(new byte[plain.length + 1]);

    assertThat(reader.read(at(route, body, "Content-Encoding", "gzip")).odd()).isFalse();
    assertRefused(at(route, cut, "Content-Encoding", "gzip"), Reason.MALFORMED);
    assertRefused(at(route, utf8("x"), "Content-Encoding", "gzip"), Reason.MALFORMED);
    assertRefused(at(route, utf8("x"), "Content-Encoding", "compress"), Reason.UNSUPPORTED);
    assertRefused(at(route, larger, "Content-Encoding", "gzip"), Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"STORE", "ENVELOPE"},
      mode = EnumSource.Mode.EXCLUDE)
  void read_refusesAnEmptyBodyWhereOneIsNeeded(Route route) throws UnreadableBodyException {
    Event empty = at(route, new byte[0]);
    if (route == Route.CRON) {
      assertThat(reader.read(empty).category()).isEqualTo(DataCategory.MONITOR);
    } else {
      assertRefused(empty, Reason.MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"csp-report\":{}}", "[{\"type\":\"csp-violation\"}]", "no JSON"})
  void read_ofASecurityReportIsAViewOnIt(String report) throws UnreadableBodyException {
    Content plain = reader.read(at(Route.SECURITY, utf8(report)));
    assertThat(plain.payload().format()).isEqualTo(Payload.Format.REPORTS);
    assertThat(plain.payload().category()).isEqualTo(DataCategory.SECURITY);
    assertThat(plain.category()).isEqualTo(DataCategory.SECURITY);
    assertThat(text(plain.payload())).isEqualTo(report);

    Content packed =
        reader.read(at(Route.SECURITY, gzip(utf8(report)), "Content-Encoding", "gzip"));
    assertThat(text(packed.payload())).isEqualTo(report);
  }

  @Test
  void read_boundsSecurityReportsAsEvents() throws UnreadableBodyException {
    assertThat(reader.read(at(Route.SECURITY, new byte[1000])).payload().length()).isEqualTo(1000);
    assertRefused(at(Route.SECURITY, new byte[1001]), Reason.TOO_LARGE);
    assertRefused(
        at(Route.SECURITY, gzip(new byte[1001]), "Content-Encoding", "gzip"), Reason.TOO_LARGE);
  }

  // ---- the id of a crash

  private EventId idOf(String body, String contentType) throws UnreadableBodyException {
    return reader.read(at(Route.MINIDUMP, utf8(body), "Content-Type", contentType)).eventId();
  }

  private static String part(String disposition, String content) {
    return "--XbX\r\nContent-Disposition: form-data; "
        + disposition
        + "\r\n\r\n"
        + content
        + "\r\n";
  }

  private static final String DUMP =
      part("name=\"upload_file_minidump\"; filename=\"dump\"", "MDMP\r\n-- \r\n--Xb");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=XbX",
        "Multipart/Form-Data; charset=x; BOUNDARY=\"XbX\"; a=b",
        "multipart/form-data;boundary=XbX ; x=y",
      })
  void read_findsTheIdInTheForm(String contentType) throws UnreadableBodyException {
    EventId id = EventId.parse(ID);
    String json = part("name=\"sentry\"", "{\"release\":\"1\",\"event_id\":\"" + ID + "\"}");
    String hyphenated = "fc6d8c0c-43fc-4630-ad85-0ee518f1b9d0";

    assertThat(idOf(DUMP + json + "--XbX--\r\n", contentType)).isEqualTo(id);
    assertThat(idOf(json + DUMP + "--XbX--", contentType)).isEqualTo(id);
    assertThat(idOf("preamble\r\n" + DUMP + json + "--XbX--", contentType)).isEqualTo(id);
    assertThat(idOf(part("name=\"sentry[event_id]\"", hyphenated) + "--XbX--", contentType))
        .isEqualTo(id);
    assertThat(idOf(part("name=sentry[event_id]", ID) + DUMP + "--XbX--", contentType))
        .isEqualTo(id);
    String typed = part("name=\"sentry[event_id]\"\r\nContent-Type: text/plain", ID);
    assertThat(idOf(DUMP + typed + "--XbX--", contentType)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=\"sentry\"; filename=\"x\"",
        "name=\"sentry__1\"",
        "name=\"other\"",
        "filename=\"a; name=sentry\"",
        "no=\"name\"",
      })
  void read_takesNoOtherFieldForTheId(String disposition) throws UnreadableBodyException {
    String body = DUMP + part(disposition, "{\"event_id\":\"" + ID + "\"}") + "--XbX--";

    assertThat(idOf(body, FORM)).isNull();
  }

  @Test
  void read_findsNoIdWhereThereIsNone() throws UnreadableBodyException {
    String json = part("name=\"sentry\"", "{\"event_id\":\"" + ID + "\"}");
    String whole = DUMP + json + "--XbX--";
    byte[] packed = gzip(utf8(whole));

    assertThat(idOf(whole, FORM)).isEqualTo(EventId.parse(ID));
    assertThat(idOf(whole, "application/octet-stream")).isNull();
    assertThat(idOf(whole, "multipart/form-data")).isNull();
    assertThat(idOf(whole, "multipart/form-data; boundary=")).isNull();
    assertThat(idOf(whole, FORM + "y")).isNull();
    assertThat(idOf(whole, "multipart/form-data; boundary=" + "x".repeat(71))).isNull();
    assertThat(idOf(part("name=\"sentry\"", "no JSON") + "--XbX--", FORM)).isNull();
    assertThat(idOf(part("name=\"sentry[event_id]\"", "none") + "--XbX--", FORM)).isNull();
    Event compressed = at(Route.MINIDUMP, packed, "Content-Type", FORM, "Content-Encoding", "gzip");
    assertThat(reader.read(compressed).eventId()).isNull();
    assertThat(reader.read(at(Route.UNREAL, utf8(whole), "Content-Type", FORM)).eventId()).isNull();
  }

  @Test
  void withEventId_addsAFieldBeforeAllOthers() throws UnreadableBodyException {
    EventId id = EventId.parse(ID);
    String json = part("name=\"sentry\"", "{\"release\":\"1\"}");
    Event form = at(Route.MINIDUMP, utf8(json + DUMP + "--XbX--"), "Content-Type", FORM);

    Event identified = CrashForm.withEventId(form, id);

    assertThat(reader.read(identified).eventId()).isEqualTo(id);
    assertThat(new String(identified.body(), UTF_8))
        .isEqualTo(part("name=\"sentry[event_id]\"", ID) + json + DUMP + "--XbX--");
    assertThat(identified.headers()).isEqualTo(form.headers());
  }

  @Test
  void withEventId_leavesAloneWhatIsNoForm() {
    EventId id = EventId.parse(ID);
    for (Event event :
        List.of(
            at(Route.MINIDUMP, utf8(DUMP)),
            at(Route.MINIDUMP, utf8(DUMP), "Content-Type", "application/octet-stream"),
            at(Route.MINIDUMP, utf8(DUMP), "Content-Type", FORM + "y"),
            at(Route.MINIDUMP, utf8("\r\n" + DUMP), "Content-Type", FORM),
            at(Route.MINIDUMP, gzip(utf8(DUMP)), "Content-Type", FORM),
            at(Route.MINIDUMP, utf8("--Xb"), "Content-Type", FORM))) {
      assertThat(CrashForm.withEventId(event, id)).isSameAs(event);
    }
  }

  @Test
  void read_survivesEveryBeginningOfAForm() throws UnreadableBodyException {
    String whole = DUMP + part("name=\"sentry[event_id]\"", ID) + "--XbX--";
    int complete = whole.length() - "--XbX--".length() + "--XbX".length();
    for (int i = 1; i <= whole.length(); i++) {
      EventId found = idOf(whole.substring(0, i), FORM);
      assertThat(EventId.parse(ID).equals(found)).isEqualTo(i >= complete);
    }
  }
}
