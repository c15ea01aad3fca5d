/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An oracle: takes the bytes of one connection apart by the strictest reading of RFC 9112, sharing
 * no code with the server. Not thread-safe.
 */
final class RequestGrammar {
  private final String bytes;
  private int at;

  private RequestGrammar(byte[] bytes) {
    // One character for each byte.
    this.bytes = new String(bytes, ISO_8859_1);
  }

  /** A request as it came. Header names are in lower case. */
  record Request(String method, String target, Map<String, String> headers, byte[] body) {
    String line() {
      return method + " " + target;
    }
  }

  /** Says where the bytes are no request. */
  static final class Violation extends Exception {
    private static final long serialVersionUID = 1;

    Violation(String message) {
      super(message);
    }
  }

  /**
   * All requests of a connection.
   *
   * @throws Violation when there is anything else in it, or the last one is not complete
   */
  static List<Request> parse(byte[] bytes) throws Violation {
    Prefix prefix = prefix(bytes);
    if (!prefix.isComplete()) {
      throw new Violation(prefix.violation());
    }
    return prefix.requests();
  }

  /**
   * How far bytes are requests.
   *
   * @param requests those that are
   * @param violation why not further; empty when all of the bytes are requests
   */
  record Prefix(List<Request> requests, String violation) {
    boolean isComplete() {
      return violation.isEmpty();
    }
  }

  static Prefix prefix(byte[] bytes) {
    RequestGrammar grammar = new RequestGrammar(bytes);
    List<Request> requests = new ArrayList<>();
    try {
      while (grammar.at < grammar.bytes.length()) {
        requests.add(grammar.request());
      }
    } catch (Violation e) {
      return new Prefix(requests, String.valueOf(e.getMessage()));
    }
    return new Prefix(requests, "");
  }

  private Request request() throws Violation {
    String[] words = line().split(" ", -1);
    check(words.length == 3, "the request line has three words");
    check(words[0].matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}"), "the method is a token");
    // A proxy may hand an absolute form on (RFC 9112, 3.2.2).
    check(
        words[1].matches("(?i)(https?://[a-z0-9.:\\[\\]-]+)?([/?][\\x21-\\x7e]*)?|\\*")
            && !words[1].isEmpty(),
        "the target has a form that is known");
    check(words[2].matches("HTTP/1\\.[01]"), "the version is 1.0 or 1.1");
    Map<String, String> headers = headers();
    check(headers.containsKey("host") || words[2].endsWith("0"), "a Host");
    String length = headers.get("content-length");
    String coding = headers.get("transfer-encoding");
    check(length == null || coding == null, "one framing");
    if (coding != null) {
      check(coding.equalsIgnoreCase("chunked"), "chunked is the only coding");
      return new Request(words[0], words[1], headers, chunks());
    }
    check(length == null || length.matches("[0-9]{1,9}"), "the length is a number");
    return new Request(
        words[0], words[1], headers, take(length == null ? 0 : Integer.parseInt(length)));
  }

  private Map<String, String> headers() throws Violation {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      check(colon > 0, "a header has a name");
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      check(name.matches("[!#$%&'*+.^_`|~0-9a-z-]+"), "a header's name is a token");
      String value = line.substring(colon + 1).strip();
      check(value.matches("[\\t\\x20-\\x7e\\x80-\\xff]*"), "no control byte in " + name);
      boolean framing =
          name.equals("host") || name.equals("content-length") || name.equals("transfer-encoding");
      check(headers.putIfAbsent(name, value) == null || !framing, "one " + name);
    }
    return headers;
  }

  private byte[] chunks() throws Violation {
    StringBuilder body = new StringBuilder();
    while (true) {
      String size = line();
      check(size.matches("[0-9a-fA-F]{1,8}"), "the size of a chunk");
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        headers();
        return body.toString().getBytes(ISO_8859_1);
      }
      body.append(new String(take(length), ISO_8859_1));
      check(line().isEmpty(), "a chunk ends where it says");
    }
  }

  private byte[] take(int length) throws Violation {
    check(bytes.length() - at >= length, "a body is complete");
    byte[] taken = bytes.substring(at, at + length).getBytes(ISO_8859_1);
    at += length;
    return taken;
  }

  private String line() throws Violation {
    int end = bytes.indexOf("\r\n", at);
    check(end >= 0, "a line ends");
    String line = bytes.substring(at, end);
    check(line.matches("[^\\r\\n\\x00]*"), "no bare CR, LF or NUL");
    at = end + 2;
    return line;
  }

  private void check(boolean holds, String rule) throws Violation {
    if (!holds) {
      throw new Violation("not so at byte " + at + ": " + rule);
    }
  }
}
