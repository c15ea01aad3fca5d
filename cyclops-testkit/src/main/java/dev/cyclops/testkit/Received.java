/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire: nothing decoded, nothing reordered. Immutable and
 * thread-safe, as long as nobody writes into the array of the body.
 */
public final class Received {
  private final HttpHead head;
  private final byte[] body;
  private final long arrivedNanos;
  private final int connection;

  Received(HttpHead head, byte[] body, int connection) {
    this.head = head;
    this.body = body;
    this.connection = connection;
    arrivedNanos = System.nanoTime();
  }

  /**
   * The method.
   *
   * @return for example {@code POST}
   */
  public String method() {
    return head.method();
  }

  /**
   * The path, still percent-encoded.
   *
   * @return all before the first question mark
   */
  public String path() {
    int mark = head.target().indexOf('?');
    return mark < 0 ? head.target() : head.target().substring(0, mark);
  }

  /**
   * The query, still percent-encoded.
   *
   * @return all after the first question mark; empty when there is none
   */
  public String query() {
    int mark = head.target().indexOf('?');
    return mark < 0 ? "" : head.target().substring(mark + 1);
  }

  /**
   * Path and query in one, as they stood in the first line.
   *
   * @return the request target
   */
  public String target() {
    return head.target();
  }

  /**
   * All headers in the order they came, names in the case they came in.
   *
   * @return name and value, the value without blanks around it
   */
  public List<Map.Entry<String, String>> headers() {
    return head.headers();
  }

  /**
   * The first value of a header.
   *
   * @param name in any case
   * @return its value, or null when there is none
   */
  public @Nullable String header(String name) {
    return head.header(name);
  }

  /**
   * All values of a header.
   *
   * @param name in any case
   * @return in their order; empty when there is none
   */
  public List<String> headerValues(String name) {
    return head.headers().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * The body as it came, without the framing of chunks.
   *
   * @return the array itself, not a copy
   */
  public byte[] body() {
    return body;
  }

  /**
   * The body without its {@code Content-Encoding}.
   *
   * @return gzip and deflate (both forms) are inflated, others left alone
   * @throws java.io.UncheckedIOException when it is not what the header says
   */
  public byte[] decodedBody() {
    return Decoding.decode(body, header("Content-Encoding"));
  }

  /**
   * What the body or the query tells: {@code Content-Encoding} and, where a client used them,
   * base64 and zlib taken away, and {@code sentry_data} out of the query of a GET.
   *
   * @return read as UTF-8
   */
  public String text() {
    byte[] bytes = method().equals("GET") ? Decoding.sentryData(query()) : decodedBody();
    return new String(Decoding.unwrap(bytes), UTF_8);
  }

  /**
   * The ids of the events in it: that of the first line of an envelope, or that of a store body.
   *
   * @return as written; empty when there is none
   */
  public List<String> eventIds() {
    String id = eventId();
    return id == null ? List.of() : List.of(id);
  }

  /**
   * The id of the event in it.
   *
   * @return as written, or null when there is none
   */
  public @Nullable String eventId() {
    return Decoding.eventId(text());
  }

  /**
   * Whether it is an account of what was dropped rather than an event: an SDK's, or Cyclops' own.
   *
   * @return true for an envelope whose first item is a client report
   */
  public boolean isClientReport() {
    return path().endsWith("/envelope/")
        && text().lines().skip(1).limit(1).anyMatch(item -> item.contains("\"client_report\""));
  }

  /**
   * When it had been read completely.
   *
   * @return a value of {@link System#nanoTime()}
   */
  public long arrivedNanos() {
    return arrivedNanos;
  }

  /**
   * The connection it came over.
   *
   * @return 1 for the first, counted by the server
   */
  public int connection() {
    return connection;
  }

  HttpHead head() {
    return head;
  }

  /** Method, path and size, never a header or a byte of the body. */
  @Override
  public String toString() {
    return method() + " " + path() + " (" + body.length + " bytes, connection " + connection + ")";
  }
}
