/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import java.util.Objects;

/**
 * The decoded bytes that tell what an event is about: the JSON of an event, whether it came alone
 * or as an item of an envelope. A view on an array that is used again for the next event: it is
 * valid only during the call it is given to, and only on that thread.
 */
public final class Payload {
  /** How the bytes are to be read. */
  public enum Format {
    /** One JSON object, not yet checked beyond its first byte. */
    JSON,
    /** Security reports of a browser: one JSON object or an array of them, not yet checked. */
    REPORTS,
    /** Bytes without a structure to look into, such as the URL of a GET without data. */
    OPAQUE
  }

  private final Format format;
  private final DataCategory category;
  private final byte[] array;
  private final int offset;
  private final int length;

  /**
   * A view on bytes.
   *
   * @param format how they are to be read
   * @param category the kind of data they are
   * @param array where they stand; not copied
   * @param offset index of the first
   * @param length how many
   */
  public Payload(Format format, DataCategory category, byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    this.format = Objects.requireNonNull(format, "format == null");
    this.category = Objects.requireNonNull(category, "category == null");
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /**
   * How the bytes are to be read.
   *
   * @return the format
   */
  public Format format() {
    return format;
  }

  /**
   * The kind of data.
   *
   * @return the category
   */
  public DataCategory category() {
    return category;
  }

  /**
   * The array the bytes stand in.
   *
   * @return the array itself: nobody may write into it
   */
  public byte[] array() {
    return array;
  }

  /**
   * Where they start.
   *
   * @return index of the first byte
   */
  public int offset() {
    return offset;
  }

  /**
   * How many there are.
   *
   * @return a number of bytes
   */
  public int length() {
    return length;
  }
}
