/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header lines of an envelope, each a JSON object: that of the envelope, and that of an
 * item. Holds what the last of either said. Not thread-safe.
 */
final class EnvelopeHeaders {
  /** Stands for an item that ends at the next LF. */
  static final int NO_LENGTH = -1;

  private static final int MAX_DSN_BYTES = 1024;
  private static final int MAX_LENGTH_DIGITS = 10;

  private static final int EVENT_ID = 1;
  private static final int DSN = 2;
  private static final int SENT_AT = 4;
  private static final int TYPE = 8;
  private static final int LENGTH = 16;

  private final JsonScanner json = new JsonScanner();
  private final byte[] scratch = new byte[MAX_DSN_BYTES + JsonText.SLACK];

  private @Nullable EventId eventId;
  private @Nullable Dsn dsn;
  private int itemLength;
  private DataCategory itemCategory = DataCategory.DEFAULT;
  private boolean itemIsEvent;
  private boolean itemIsReport;
  private boolean itemIsOfTheEvent;

  @Nullable EventId eventId() {
    return eventId;
  }

  @Nullable Dsn dsn() {
    return dsn;
  }

  /** In bytes, or {@link #NO_LENGTH}. */
  int itemLength() {
    return itemLength;
  }

  DataCategory itemCategory() {
    return itemCategory;
  }

  /** Whether the item is an event or a transaction. */
  boolean itemIsEvent() {
    return itemIsEvent;
  }

  /** Whether the item is a browser's security report. */
  boolean itemIsReport() {
    return itemIsReport;
  }

  /** Whether the item goes where the event of its envelope goes. */
  boolean itemIsOfTheEvent() {
    return itemIsOfTheEvent;
  }

  /** Reads the first line of an envelope. */
  void readEnvelope(byte[] line, int offset, int length) throws UnreadableBodyException {
    eventId = null;
    dsn = null;
    int seen = 0;
    begin(line, offset, length);
    while (json.nextMember()) {
      if (json.tokenIs("event_id")) {
        seen = once(seen, EVENT_ID);
        eventId = readEventId();
      } else if (json.tokenIs("dsn")) {
        seen = once(seen, DSN);
        dsn = readDsn();
      } else if (json.tokenIs("sent_at")) {
        seen = once(seen, SENT_AT);
        json.skip();
      } else {
        json.skip();
      }
    }
    end();
  }

  /** Reads the line before an item's payload. */
  void readItem(byte[] line, int offset, int length) throws UnreadableBodyException {
    String type = null;
    itemLength = NO_LENGTH;
    int seen = 0;
    begin(line, offset, length);
    while (json.nextMember()) {
      if (json.tokenIs("type")) {
        seen = once(seen, TYPE);
        type = readType();
      } else if (json.tokenIs("length")) {
        seen = once(seen, LENGTH);
        itemLength = readLength();
      } else {
        json.skip();
      }
    }
    end();
    if (type == null) {
      throw ByteSource.malformed("An item of the envelope has no type.");
    }
    itemCategory = ItemType.category(type);
    itemIsOfTheEvent = ItemType.belongsToEvent(type);
    itemIsReport = type.equals(ItemType.REPORT);
    itemIsEvent = type.equals(ItemType.EVENT) || type.equals(ItemType.TRANSACTION);
  }

  void release() {
    json.release();
  }

  /** Said twice, one reader could take the first for true and another the last. */
  private static int once(int seen, int member) throws UnreadableBodyException {
    if ((seen & member) != 0) {
      throw ByteSource.malformed("A header of the envelope says something twice.");
    }
    return seen | member;
  }

  private void begin(byte[] line, int offset, int length) throws UnreadableBodyException {
    if (!json.reset(line, offset, length).enterObject()) {
      throw notAnObject();
    }
  }

  private void end() throws UnreadableBodyException {
    if (!json.complete()) {
      throw notAnObject();
    }
  }

  private static UnreadableBodyException notAnObject() {
    return ByteSource.malformed("A header of the envelope is no JSON object.");
  }

  /** Decodes the next value into the scratch if it is a string; answers its length, -1 for null. */
  private int readString(String message) throws UnreadableBodyException {
    if (json.string()) {
      return JsonText.decode(
          json.array(), json.tokenStart(), json.tokenEnd(), scratch, MAX_DSN_BYTES);
    }
    if (json.scalar() && json.tokenIs("null")) {
      return -1;
    }
    throw ByteSource.malformed(message);
  }

  private @Nullable EventId readEventId() throws UnreadableBodyException {
    String message = "The event_id of the envelope is unreadable.";
    int length = readString(message);
    if (length < 0) {
      return null;
    }
    EventId id = EventId.parse(scratch, 0, length);
    if (id == null) {
      throw ByteSource.malformed(message);
    }
    return id;
  }

  private @Nullable Dsn readDsn() throws UnreadableBodyException {
    String message = "The dsn of the envelope is unreadable.";
    int length = readString(message);
    if (length < 0) {
      return null;
    }
    Dsn read = Dsn.parse(new String(scratch, 0, length, UTF_8));
    if (read == null) {
      throw ByteSource.malformed(message);
    }
    return read;
  }

  private @Nullable String readType() throws UnreadableBodyException {
    int length = readString("The type of an item of the envelope is no string.");
    return length < 0 ? null : new String(scratch, 0, Math.min(length, 32), UTF_8);
  }

  private int readLength() throws UnreadableBodyException {
    long length = 0;
    boolean known = json.scalar();
    if (known && json.tokenIs("null")) {
      return NO_LENGTH;
    }
    known &= json.tokenEnd() - json.tokenStart() <= MAX_LENGTH_DIGITS;
    for (int i = json.tokenStart(); known && i < json.tokenEnd(); i++) {
      int digit = json.array()[i] - '0';
      known = digit >= 0 && digit <= 9;
      length = 10 * length + digit;
    }
    if (!known || length > Integer.MAX_VALUE) {
      throw ByteSource.malformed("The length of an item of the envelope is unreadable.");
    }
    return (int) length;
  }
}
