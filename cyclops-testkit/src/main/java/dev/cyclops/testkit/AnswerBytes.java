/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes an {@link Answer} as HTTP/1.1. */
final class AnswerBytes {
  private AnswerBytes() {}

  static byte[] of(Answer answer, Received request) {
    boolean bodiless = answer.status() == 204 || answer.status() == 304;
    boolean chunked = "chunked".equals(answer.headers().get("Transfer-Encoding"));
    byte[] body = bodiless ? new byte[0] : body(answer, request).getBytes(UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(answer.status());
    head.append(answer.status() == 200 ? " OK\r\n" : " Status\r\n");
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    if (!bodiless && !answer.headers().containsKey("Content-Type")) {
      head.append("Content-Type: application/json\r\n");
    }
    if (!bodiless && !chunked) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    if (chunked) {
      writeChunked(bytes, body);
    } else {
      bytes.writeBytes(body);
    }
    return bytes.toByteArray();
  }

  private static void writeChunked(ByteArrayOutputStream bytes, byte[] body) {
    if (body.length > 0) {
      bytes.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
      bytes.writeBytes(body);
      bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    bytes.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
  }

  private static String body(Answer answer, Received request) {
    String given = answer.body();
    if (given != null) {
      return given;
    }
    if (answer.status() != 200) {
      return "{\"detail\":\"status " + answer.status() + "\"}";
    }
    try {
      String id = request.eventId();
      return id == null ? "{}" : "{\"id\":\"" + id + "\"}";
    } catch (UncheckedIOException e) {
      return "{}";
    }
  }
}
