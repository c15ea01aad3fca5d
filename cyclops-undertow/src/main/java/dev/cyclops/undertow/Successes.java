/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.Receipt;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What each route answers when all is well. An event that was kept and one that was dropped look
 * alike but for one header.
 */
final class Successes {
  private static final HttpString STATUS = new HttpString("X-CYCLOPS-STATUS");
  private static final HttpString CACHE_COUNT = new HttpString("X-CYCLOPS-CACHE-COUNT");

  private static final String TEXT = "text/plain";
  private static final byte[] NOTHING = {};
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(ISO_8859_1);
  private static final byte[] ID_OBJECT =
      ("{\"id\":\"" + "0".repeat(32) + "\"}").getBytes(ISO_8859_1);
  private static final int ID_AT = 7;
  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);
  private static final byte[] TRANSPARENT_GIF =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private Successes() {}

  static void send(HttpServerExchange exchange, Route route, Receipt receipt) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(
        STATUS,
        switch (receipt.outcome()) {
          case PROCESSED -> "PROCESSED";
          case SHED -> "SHED";
          default -> "IGNORED";
        });
    headers.put(CACHE_COUNT, Long.toString(receipt.count()));
    Cors.addTo(headers);
    switch (route) {
      case STORE -> {
        if (exchange.getRequestMethod().equals(Methods.GET)) {
          Answers.send(exchange, 200, "image/gif", TRANSPARENT_GIF);
        } else {
          Answers.send(exchange, 200, Answers.JSON, idObject(receipt.eventId()));
        }
      }
      case ENVELOPE -> Answers.send(exchange, 200, Answers.JSON, idObject(receipt.eventId()));
      case SECURITY, NEL -> Answers.send(exchange, 200, "", NOTHING);
      case MINIDUMP, UNREAL -> Answers.send(exchange, 200, TEXT, uuid(receipt.eventId()));
      case ATTACHMENTS -> Answers.send(exchange, 201, "", NOTHING);
      case CRON -> Answers.send(exchange, 202, "", NOTHING);
      case OTLP -> sendOtlp(exchange);
    }
  }

  /** The empty message of success, in the encoding of the request: no partial success. */
  private static void sendOtlp(HttpServerExchange exchange) {
    if (ContentTypes.of(exchange).equals(ContentTypes.PROTOBUF)) {
      Answers.send(exchange, 200, ContentTypes.PROTOBUF, NOTHING);
    } else {
      Answers.send(exchange, 200, Answers.JSON, EMPTY_OBJECT);
    }
  }

  private static byte[] idObject(@Nullable EventId id) {
    if (id == null) {
      return EMPTY_OBJECT;
    }
    byte[] object = ID_OBJECT.clone();
    for (int i = 0; i < Long.BYTES * 2; i++) {
      int shift = Long.SIZE - 4 - 4 * i;
      object[ID_AT + i] = HEX[(int) (id.high() >>> shift) & 0xF];
      object[ID_AT + Long.BYTES * 2 + i] = HEX[(int) (id.low() >>> shift) & 0xF];
    }
    return object;
  }

  private static byte[] uuid(@Nullable EventId id) {
    return id == null ? NOTHING : id.toUuid().toString().getBytes(ISO_8859_1);
  }
}
