/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An event as bytes: version (1 byte), CRC32C of what follows (4), length of the public key (2) and
 * the key, which scripts of Redis read as well; then project (8), arrival (8), category, route,
 * method and whether there is an id (1 each), the id (16, where there is one), path, query and
 * headers, each with its length before it (4), and the body to the end. All numbers big-endian.
 * What a storage keeps events as, so that the next process, another version perhaps, reads them or
 * says that it cannot. Stateless.
 */
public final class EventFrame {
  private static final byte VERSION = 1;
  private static final int SUM_AT = 1;
  private static final int SUMMED_FROM = 5;
  private static final int FIXED = SUMMED_FROM + 2 + 8 + 8 + 4 + 3 * 4;
  private static final int ID_BYTES = 16;
  private static final byte POST = 0;
  private static final byte GET = 1;

  private EventFrame() {}

  /**
   * Writes an accepted event.
   *
   * @param event with its project, key and category settled
   * @return a new array: 39 bytes, 16 of the id where it has one, and what is of varying length
   * @throws IllegalArgumentException when it has no key, which is before acceptance, or one that is
   *     longer than any
   */
  public static byte[] encode(Event event) {
    if (event.publicKey() == null) {
      throw new IllegalArgumentException("an event that was not accepted");
    }
    byte[] key = event.publicKey().getBytes(UTF_8);
    if (key.length > 0xFFFF) {
      throw new IllegalArgumentException("length of a key > 65535: " + key.length);
    }
    byte[] path = event.path().getBytes(ISO_8859_1);
    byte[] query = event.query().getBytes(ISO_8859_1);
    Headers headers = event.headers();
    EventId id = event.id();
    int length = FIXED + key.length + path.length + query.length + headers.sizeBytes();
    length += (id == null ? 0 : ID_BYTES) + event.bodyLength();
    ByteBuffer frame = ByteBuffer.allocate(length);
    frame.put(VERSION).putInt(0).putShort((short) key.length).put(key);
    frame.putLong(event.project()).putLong(event.arrivedAtMillis());
    frame.put((byte) EventCodes.of(event.category())).put((byte) EventCodes.of(event.route()));
    frame.put(event.method().equals("GET") ? GET : POST);
    frame.put((byte) (id == null ? 0 : 1));
    if (id != null) {
      frame.putLong(id.high()).putLong(id.low());
    }
    frame.putInt(path.length).put(path).putInt(query.length).put(query);
    frame.putInt(headers.sizeBytes());
    headers.forEach((name, value) -> putHeader(frame, name, value));
    frame.put(event.bodyArray(), 0, event.bodyLength());
    return frame.putInt(SUM_AT, sum(frame.array())).array();
  }

  private static void putHeader(ByteBuffer frame, String name, String value) {
    frame.put((byte) name.length()).put(name.getBytes(ISO_8859_1));
    frame.putShort((short) value.length()).put(value.getBytes(ISO_8859_1));
  }

  private static int sum(byte[] frame) {
    CRC32C sum = new CRC32C();
    sum.update(frame, SUMMED_FROM, frame.length - SUMMED_FROM);
    return (int) sum.getValue();
  }

  /**
   * Reads an event.
   *
   * @param bytes what {@link #encode} has written, by whichever version
   * @param pool where what many events have in common comes out of
   * @return an equal event
   * @throws BadFrameException when they are damaged, or of a version that is not known
   */
  public static Event decode(byte[] bytes, EventPool pool) throws BadFrameException {
    if (bytes.length < FIXED || bytes[0] != VERSION) {
      throw new BadFrameException(bytes.length < FIXED ? "cut off" : "of another version");
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    if (frame.getInt(SUM_AT) != sum(bytes)) {
      throw new BadFrameException("damaged");
    }
    try {
      return read(frame.position(SUMMED_FROM), pool);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new BadFrameException("written in another way");
    }
  }

  /**
   * The public key of a frame, without a look at the rest.
   *
   * @param bytes what {@link #encode} has written
   * @return null where that is no longer to be seen
   */
  public static @Nullable String publicKey(byte[] bytes) {
    if (bytes.length < FIXED || bytes[0] != VERSION) {
      return null;
    }
    int length = ByteBuffer.wrap(bytes).getShort(SUMMED_FROM) & 0xFFFF;
    return length > bytes.length - FIXED ? null : new String(bytes, SUMMED_FROM + 2, length, UTF_8);
  }

  private static Event read(ByteBuffer frame, EventPool pool) throws BadFrameException {
    String key = new String(take(frame, frame.getShort() & 0xFFFF), UTF_8);
    long project = frame.getLong();
    long arrivedAtMillis = frame.getLong();
    DataCategory category = EventCodes.category(frame.get());
    Route route = EventCodes.route(frame.get());
    byte method = frame.get();
    if (category == null || route == null || method > GET) {
      throw new BadFrameException("of a kind that this version does not know");
    }
    EventId id = frame.get() == 0 ? null : new EventId(frame.getLong(), frame.getLong());
    String path = new String(take(frame, frame.getInt()), ISO_8859_1);
    String query = new String(take(frame, frame.getInt()), ISO_8859_1);
    Headers headers = headers(ByteBuffer.wrap(take(frame, frame.getInt())));
    return Event.builder(route)
        .project(project)
        .method(method == GET ? "GET" : "POST")
        .path(path)
        .query(query)
        .headers(headers)
        .body(take(frame, frame.remaining()))
        .arrivedAt(Instant.ofEpochMilli(arrivedAtMillis))
        .build()
        .accepted(project, key, id, category, pool);
  }

  private static Headers headers(ByteBuffer packed) {
    Headers.Builder headers = Headers.builder();
    while (packed.hasRemaining()) {
      String name = new String(take(packed, packed.get() & 0xFF), ISO_8859_1);
      headers.add(name, new String(take(packed, packed.getShort() & 0xFFFF), ISO_8859_1));
    }
    return headers.build();
  }

  private static byte[] take(ByteBuffer from, int length) {
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] taken = new byte[length];
    from.get(taken);
    return taken;
  }
}
