/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * An entry of a list of old: a msgpack array of project id, method, headers, URL and body. Python 2
 * wrote all its strings as msgpack's old {@code raw}, with newer versions of its library {@code
 * str} and {@code bin}; each is read for each. Nothing may write to the body.
 */
final class PythonMessage {
  private static final int FIELDS = 5;
  private static final int MAX_HEADERS = 1000;

  private final long project;
  private final String method;
  private final Map<String, String> headers;
  private final String url;
  private final byte[] body;

  private PythonMessage(
      long project, String method, Map<String, String> headers, String url, byte[] body) {
    this.project = project;
    this.method = method;
    this.headers = headers;
    this.url = url;
    this.body = body;
  }

  /**
   * Reads one.
   *
   * @throws UnreadableEntryException when it is anything else
   */
  static PythonMessage read(byte[] entry) throws UnreadableEntryException {
    try (MessageUnpacker in = MessagePack.newDefaultUnpacker(entry)) {
      if (!in.hasNext() || in.getNextFormat().getValueType() != ValueType.ARRAY) {
        throw new UnreadableEntryException("is no msgpack array");
      }
      int fields = in.unpackArrayHeader();
      if (fields != FIELDS) {
        throw new UnreadableEntryException("has " + fields + " fields instead of " + FIELDS);
      }
      long project = project(in);
      String method = text(in, entry.length, "the method");
      Map<String, String> headers = headers(in, entry.length);
      String url = text(in, entry.length, "the URL");
      byte[] body = in.tryUnpackNil() ? new byte[0] : bytes(in, entry.length, "the body");
      if (in.hasNext()) {
        throw new UnreadableEntryException("goes on after its end");
      }
      return new PythonMessage(project, method, headers, url, body);
    } catch (MessagePackException | IOException e) {
      throw new UnreadableEntryException("is cut off, or no msgpack");
    }
  }

  private static long project(MessageUnpacker in) throws IOException, UnreadableEntryException {
    if (in.tryUnpackNil()) {
      return 0;
    }
    ValueType type = in.getNextFormat().getValueType();
    Optional<BigInteger> project = Optional.empty();
    if (type == ValueType.INTEGER) {
      project = Optional.of(in.unpackBigInteger());
    } else if (type == ValueType.STRING || type == ValueType.BINARY) {
      String text = new String(bytes(in, 19, "the project"), UTF_8);
      project = text.matches("[0-9]{1,19}") ? Optional.of(new BigInteger(text)) : project;
    }
    return project
        .filter(id -> id.signum() > 0 && id.bitLength() < Long.SIZE)
        .orElseThrow(() -> new UnreadableEntryException("the project is no number above 0"))
        .longValueExact();
  }

  private static Map<String, String> headers(MessageUnpacker in, int max)
      throws IOException, UnreadableEntryException {
    if (in.getNextFormat().getValueType() != ValueType.MAP) {
      throw new UnreadableEntryException("the headers are no map");
    }
    int count = in.unpackMapHeader();
    if (count < 0 || count > MAX_HEADERS) {
      throw new UnreadableEntryException("it has more than " + MAX_HEADERS + " headers");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      headers.put(text(in, max, "a header"), text(in, max, "a header"));
    }
    return headers;
  }

  private static String text(MessageUnpacker in, int max, String field)
      throws IOException, UnreadableEntryException {
    return new String(bytes(in, max, field), UTF_8);
  }

  /** A length is not believed beyond what there is. */
  private static byte[] bytes(MessageUnpacker in, int max, String field)
      throws IOException, UnreadableEntryException {
    ValueType type = in.getNextFormat().getValueType();
    if (type != ValueType.STRING && type != ValueType.BINARY) {
      throw new UnreadableEntryException(field + " is no string");
    }
    int length = type == ValueType.STRING ? in.unpackRawStringHeader() : in.unpackBinaryHeader();
    if (length < 0 || length > max) {
      throw new UnreadableEntryException(field + " is longer than it may be");
    }
    return in.readPayload(length);
  }

  /** 0 where the entry names none, as that of a request to {@code /api/store/} may. */
  long project() {
    return project;
  }

  String method() {
    return method;
  }

  /** All that the request had. */
  Map<String, String> headers() {
    return headers;
  }

  /** Where it was to go, with Sentry's host and perhaps with keys before it. */
  String url() {
    return url;
  }

  /** As it came, mostly compressed. */
  byte[] body() {
    return body;
  }

  /** No key and no byte of the body. */
  @Override
  public String toString() {
    return "PythonMessage[project " + project + ", " + body.length + " bytes]";
  }
}
