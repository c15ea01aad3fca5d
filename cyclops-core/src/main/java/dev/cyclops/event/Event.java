/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request to an ingest route, as it came in and as it will go to Sentry: route, method, path,
 * query, the headers that travel on, and the body, still compressed. Immutable and thread-safe, as
 * long as nobody writes into the array of the body. One whose body is lent lives for one call.
 *
 * <p>Embedders mostly want {@link #store} or {@link #envelope}; an HTTP face uses the builder.
 */
public final class Event {
  /** What {@link #project()} answers before acceptance when only the key names the project. */
  public static final long PROJECT_OF_THE_KEY = 0;

  private static final byte[] NO_BODY = {};

  /** Heap that an event, its entry in a queue and its arrays' headers take besides the bytes. */
  private static final int FIXED_BYTES = 136;

  /** Heap that an origin takes with its three strings, besides their letters. */
  private static final int ORIGIN_BYTES = 192;

  // Five fields instead of thirteen: millions of these may wait.

  private final Origin origin;

  /** As {@link Headers} keeps them. */
  private final byte[] headers;

  private final byte[] body;

  /** As {@link EventWord} keeps time, category and flags. */
  private final long timeCategoryAndFlags;

  private final long idHigh;

  /**
   * Of a lent body its length, instead of the low half of an id, which nothing has before it is
   * accepted.
   */
  private final long idLow;

  private Event(Origin origin, Builder builder) {
    this.origin = origin;
    headers = builder.headers.packed();
    body = builder.body;
    EventId id = builder.id;
    int lent = builder.lentLength < 0 ? 0 : EventWord.LENT;
    timeCategoryAndFlags = EventWord.of(builder.arrivedAtMillis, builder.category, id, lent);
    idHigh = id == null ? 0 : id.high();
    idLow = lent != 0 ? builder.lentLength : id == null ? 0 : id.low();
  }

  private Event(
      Origin origin,
      byte[] headers,
      byte[] body,
      long arrivedAtMillis,
      DataCategory category,
      @Nullable EventId id,
      boolean ownOrigin) {
    this.origin = origin;
    this.headers = headers;
    this.body = body;
    int own = ownOrigin ? EventWord.OWN_ORIGIN : 0;
    timeCategoryAndFlags = EventWord.of(arrivedAtMillis, category, id, own);
    idHigh = id == null ? 0 : id.high();
    idLow = id == null ? 0 : id.low();
  }

  /**
   * An event for the store route, for embedders that hold its JSON.
   *
   * @param project the project's id, above 0
   * @param publicKey a public key of that project
   * @param json the event as UTF-8 JSON; not copied
   * @return the event, to be given to {@code Cyclops.accept}
   */
  public static Event store(long project, String publicKey, byte[] json) {
    return EmbeddedEvent.store(project, publicKey, json);
  }

  /**
   * An envelope, for embedders that hold its bytes.
   *
   * @param project the project's id, above 0
   * @param publicKey a public key of that project
   * @param envelope the envelope, uncompressed; not copied
   * @return the event, to be given to {@code Cyclops.accept}
   */
  public static Event envelope(long project, String publicKey, byte[] envelope) {
    return EmbeddedEvent.envelope(project, publicKey, envelope);
  }

  /**
   * Starts an event.
   *
   * @param route the route it came in by
   * @return a builder with the method POST, no query, headers or body, arrived now
   */
  public static Builder builder(Route route) {
    return new Builder(route);
  }

  /**
   * The project it belongs to.
   *
   * @return its id, above 0; {@link #PROJECT_OF_THE_KEY} before acceptance when the request did not
   *     name one
   */
  public long project() {
    return origin.project();
  }

  /**
   * The key it was accepted under.
   *
   * @return the public key; null before acceptance
   */
  public @Nullable String publicKey() {
    return origin.publicKey();
  }

  /**
   * The route it came in by.
   *
   * @return the route
   */
  public Route route() {
    return origin.route();
  }

  /**
   * The method it came with, and will be sent with.
   *
   * @return POST or GET
   */
  public String method() {
    return origin.method();
  }

  /**
   * The path it came with, and will be sent with.
   *
   * @return for example {@code /api/1/store/}, without the query
   */
  public String path() {
    return origin.path();
  }

  /**
   * The query it came with, and will be sent with.
   *
   * @return still percent-encoded, without the question mark; empty when there is none
   */
  public String query() {
    return origin.query();
  }

  /**
   * The headers that travel on.
   *
   * @return the headers
   */
  public Headers headers() {
    return Headers.of(headers);
  }

  /**
   * The body as it came, still compressed.
   *
   * @return the array itself, not a copy: nobody may write into it; a copy only where the body is
   *     {@linkplain Builder#lentBody lent}
   */
  public byte[] body() {
    return isLent() ? Arrays.copyOf(body, bodyLength()) : body;
  }

  /**
   * The array that the body stands in, from its first byte on, for those who look at it during the
   * call that they are given it for.
   *
   * @return the array itself, which may be longer than the body: nobody may write into it
   */
  public byte[] bodyArray() {
    return body;
  }

  /**
   * How long the body is.
   *
   * @return a number of bytes
   */
  public int bodyLength() {
    return isLent() ? (int) idLow : body.length;
  }

  private boolean isLent() {
    return EventWord.has(timeCategoryAndFlags, EventWord.LENT);
  }

  /**
   * When it arrived, by our clock.
   *
   * @return milliseconds since the epoch
   */
  public long arrivedAtMillis() {
    return EventWord.arrivedAtMillis(timeCategoryAndFlags);
  }

  /**
   * The id that was answered to the client.
   *
   * @return the id; null before acceptance, and for an envelope without an event
   */
  public @Nullable EventId id() {
    boolean identified = EventWord.has(timeCategoryAndFlags, EventWord.IDENTIFIED);
    return identified ? new EventId(idHigh, idLow) : null;
  }

  /**
   * The kind of data in it, found at acceptance.
   *
   * @return {@link DataCategory#DEFAULT} before acceptance
   */
  public DataCategory category() {
    return EventWord.category(timeCategoryAndFlags);
  }

  /**
   * The address of the client, which the filter may need while the event is being accepted.
   *
   * @return an address without a port; null for embedded use and from acceptance on, since it
   *     travels in {@code X-Forwarded-For} and a queue of millions should not keep it twice
   */
  public @Nullable String source() {
    return origin.source();
  }

  /**
   * What a queue should count for this event.
   *
   * @return bytes of heap: body, headers, the strings as if they were shared with no other event,
   *     and a fixed amount for the objects around them; never negative
   */
  public int heapBytes() {
    String publicKey = origin.publicKey();
    long bytes = FIXED_BYTES + (long) bodyLength() + headers.length;
    bytes += publicKey == null ? 0 : publicKey.length();
    bytes += origin.path().length();
    bytes += origin.query().length();
    bytes += EventWord.has(timeCategoryAndFlags, EventWord.OWN_ORIGIN) ? ORIGIN_BYTES : 0;
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  /**
   * This event as it is queued: with project, key, id and category settled and without the source.
   *
   * @param project the project's id, above 0
   * @param publicKey the key it was accepted under
   * @param id the id that is answered, or null
   * @param category the kind of data in it
   * @param pool answers its argument or an equal string, so that a queue holds what repeats once
   * @return a new event that shares headers and body with this one; a lent body is copied
   */
  public Event accepted(
      long project,
      String publicKey,
      @Nullable EventId id,
      DataCategory category,
      UnaryOperator<String> pool) {
    checkProject(project);
    Origin accepted =
        new Origin(
            project,
            pool.apply(publicKey),
            origin.route(),
            pool.apply(origin.method()),
            pool.apply(origin.path()),
            pool.apply(origin.query()),
            null);
    return new Event(accepted, headers, body(), arrivedAtMillis(), category, id, false);
  }

  /**
   * This event as it is queued; as {@link #accepted(long, String, EventId, DataCategory,
   * UnaryOperator)}, and shares more.
   *
   * @param project the project's id, above 0
   * @param publicKey the key it was accepted under
   * @param id the id that is answered, or null
   * @param category the kind of data in it
   * @param pool knows what other events have in common with this one
   * @return a new event that shares headers and body with this one; a lent body is copied
   */
  public Event accepted(
      long project, String publicKey, @Nullable EventId id, DataCategory category, EventPool pool) {
    checkProject(project);
    Origin known = pool.find(origin, project, publicKey);
    Origin accepted = known == null ? pool.add(origin, project, publicKey) : known;
    return new Event(accepted, headers, body(), arrivedAtMillis(), category, id, known == null);
  }

  static void checkProject(long project) {
    if (project < 1) {
      throw new IllegalArgumentException("project < 1: " + project);
    }
  }

  /**
   * This event with another body.
   *
   * @param body encoded as the headers say; not copied, so it must not be written to again
   * @return a new event, equal in all else
   */
  public Event withBody(byte[] body) {
    return copy().body(body).build();
  }

  /**
   * This event with other headers.
   *
   * @param headers the headers
   * @return a new event, equal in all else
   */
  public Event withHeaders(Headers headers) {
    return copy().headers(headers).build();
  }

  /**
   * This event with another query.
   *
   * @param query still percent-encoded, without the question mark, visible ASCII
   * @return a new event, equal in all else
   */
  public Event withQuery(String query) {
    return copy().query(query).build();
  }

  private Builder copy() {
    Builder builder = new Builder(origin.route());
    builder.project = origin.project();
    builder.publicKey = origin.publicKey();
    builder.id = id();
    builder.category = category();
    builder.method = origin.method();
    builder.path = origin.path();
    builder.query = origin.query();
    builder.headers = headers();
    builder.body = body;
    builder.lentLength = isLent() ? bodyLength() : -1;
    builder.arrivedAtMillis = arrivedAtMillis();
    builder.source = origin.source();
    return builder;
  }

  /** Route, project, id and sizes; never a key or a byte of the body. */
  @Override
  public String toString() {
    return "Event["
        + method()
        + " "
        + route()
        + ", project "
        + project()
        + ", id "
        + id()
        + ", "
        + category()
        + ", "
        + bodyLength()
        + " bytes]";
  }

  /** Puts an event together. Not thread-safe. */
  public static final class Builder {
    private final Route route;
    private long project = PROJECT_OF_THE_KEY;
    private @Nullable String publicKey;
    private String method = "POST";
    private String path;
    private String query = "";
    private Headers headers = Headers.empty();
    private byte[] body = NO_BODY;

    /** -1 for a body that is all of its array, and stays. */
    private int lentLength = -1;

    private long arrivedAtMillis;
    private @Nullable EventId id;
    private DataCategory category = DataCategory.DEFAULT;
    private @Nullable String source;

    private Builder(Route route) {
      this.route = Objects.requireNonNull(route, "route == null");
      path = route.pathWithoutProject();
      arrivedAtMillis = System.currentTimeMillis();
    }

    /**
     * The project that the path names.
     *
     * @param project its id, above 0, or {@link Event#PROJECT_OF_THE_KEY} when it names none
     * @return this
     */
    public Builder project(long project) {
      if (project < 0) {
        throw new IllegalArgumentException("project < 0: " + project);
      }
      this.project = project;
      return this;
    }

    /**
     * The method.
     *
     * @param method POST (the default) or GET
     * @return this
     * @throws IllegalArgumentException when it is neither
     */
    public Builder method(String method) {
      this.method = RequestLine.method(method);
      return this;
    }

    /**
     * The path, as it will be sent to Sentry.
     *
     * @param path starts with a slash, visible ASCII, without a question mark
     * @return this
     * @throws IllegalArgumentException when it is anything else
     */
    public Builder path(String path) {
      this.path = RequestLine.path(path);
      return this;
    }

    /**
     * The query.
     *
     * @param query still percent-encoded, without the question mark, visible ASCII; empty for none
     * @return this
     * @throws IllegalArgumentException when it is anything else
     */
    public Builder query(String query) {
      this.query = RequestLine.query(query);
      return this;
    }

    /**
     * The headers that travel on.
     *
     * @param headers the headers
     * @return this
     */
    public Builder headers(Headers headers) {
      this.headers = Objects.requireNonNull(headers, "headers == null");
      return this;
    }

    /**
     * The body.
     *
     * @param body as it came; not copied, so it must not be written to again
     * @return this
     */
    public Builder body(byte[] body) {
      this.body = Objects.requireNonNull(body, "body == null");
      lentLength = -1;
      return this;
    }

    /**
     * The body, in an array that its owner uses again: nothing is written to it before {@code
     * Cyclops.accept} has returned, and what is kept of it is copied by then. Most events of a
     * flood are dropped, and need no array of their own.
     *
     * @param array holds the body from its first byte on
     * @param length how long the body is
     * @return this
     * @throws IndexOutOfBoundsException when the array is shorter
     */
    public Builder lentBody(byte[] array, int length) {
      Objects.checkFromIndexSize(0, length, array.length);
      body = array;
      lentLength = length;
      return this;
    }

    /**
     * When it arrived.
     *
     * @param arrivedAt by our clock
     * @return this
     */
    public Builder arrivedAt(Instant arrivedAt) {
      arrivedAtMillis = arrivedAt.toEpochMilli();
      return this;
    }

    /**
     * Who sent it.
     *
     * @param source the client's address, without a port
     * @return this
     */
    public Builder source(String source) {
      this.source = Objects.requireNonNull(source, "source == null");
      return this;
    }

    /**
     * The event.
     *
     * @return a new event
     */
    public Event build() {
      Origin origin = new Origin(project, publicKey, route, method, path, query, source);
      return new Event(origin, this);
    }
  }
}
