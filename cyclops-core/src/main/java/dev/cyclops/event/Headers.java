/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an event that travel on to Sentry, in the order they came. Kept as one array of
 * bytes, since a million queued events would otherwise hold six million small strings. Immutable.
 *
 * <p>No name or value can hold a line break or a NUL, so nothing in here can start a header of its
 * own on the way to Sentry.
 */
public final class Headers {
  private static final Headers EMPTY = new Headers(new byte[0]);

  /** For each header: length of the name (1 byte), name, length of the value (2 bytes), value. */
  private final byte[] packed;

  private Headers(byte[] packed) {
    this.packed = packed;
  }

  /**
   * No headers at all.
   *
   * @return always the same instance
   */
  public static Headers empty() {
    return EMPTY;
  }

  /**
   * Collects headers.
   *
   * @return a builder, not thread-safe
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The first value of a header.
   *
   * @param name the header's name, in any case
   * @return its value, or null when there is none
   */
  public @Nullable String get(String name) {
    for (int i = 0; i < packed.length; ) {
      int nameLength = packed[i] & 0xFF;
      int valueAt = i + 3 + nameLength;
      int valueLength = valueLength(i + 1 + nameLength);
      if (nameLength == name.length() && nameIs(name, i + 1)) {
        return new String(packed, valueAt, valueLength, ISO_8859_1);
      }
      i = valueAt + valueLength;
    }
    return null;
  }

  /**
   * Visits every header in order.
   *
   * @param visitor is given name and value
   */
  public void forEach(BiConsumer<String, String> visitor) {
    for (int i = 0; i < packed.length; ) {
      int nameLength = packed[i] & 0xFF;
      int valueAt = i + 3 + nameLength;
      int valueLength = valueLength(i + 1 + nameLength);
      visitor.accept(
          new String(packed, i + 1, nameLength, ISO_8859_1),
          new String(packed, valueAt, valueLength, ISO_8859_1));
      i = valueAt + valueLength;
    }
  }

  /**
   * How much these headers hold.
   *
   * @return bytes, without the fixed cost of the objects
   */
  public int sizeBytes() {
    return packed.length;
  }

  private boolean nameIs(String name, int at) {
    for (int i = 0; i < name.length(); i++) {
      if (lower(packed[at + i]) != lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  private int valueLength(int at) {
    return (packed[at] & 0xFF) << 8 | (packed[at + 1] & 0xFF);
  }

  /** The names only: values may hold keys and secrets. */
  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("Headers[");
    forEach((name, value) -> names.append(names.length() == 8 ? "" : ", ").append(name));
    return names.append(']').toString();
  }

  /** Collects headers. Not thread-safe. */
  public static final class Builder {
    private byte[] packed = new byte[256];
    private int size;

    private Builder() {}

    /**
     * Adds a header.
     *
     * @param name 1 to 255 characters
     * @param value up to 65,535 characters of Latin-1, as HTTP carries them
     * @return this
     * @throws IllegalArgumentException when one of them is too long, or holds a CR, LF, NUL or a
     *     character outside Latin-1
     */
    public Builder add(String name, String value) {
      Objects.requireNonNull(name, "name == null");
      Objects.requireNonNull(value, "value == null");
      if (name.isEmpty() || name.length() > 255) {
        throw new IllegalArgumentException("length of a header's name: " + name.length());
      }
      if (value.length() > 0xFFFF) {
        throw new IllegalArgumentException(
            "length of the header " + name + " > 65535: " + value.length());
      }
      int needed = size + 3 + name.length() + value.length();
      if (needed > packed.length) {
        packed = Arrays.copyOf(packed, Math.max(needed, 2 * packed.length));
      }
      packed[size++] = (byte) name.length();
      append(name, name);
      packed[size++] = (byte) (value.length() >> 8);
      packed[size++] = (byte) value.length();
      append(name, value);
      return this;
    }

    private void append(String name, String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\r' || c == '\n' || c == 0 || c > 0xFF) {
          throw new IllegalArgumentException(
              "the header " + (text.equals(name) ? "name" : name) + " holds character " + (int) c);
        }
        packed[size++] = (byte) c;
      }
    }

    /**
     * The headers added so far.
     *
     * @return an immutable copy
     */
    public Headers build() {
      return size == 0 ? EMPTY : new Headers(Arrays.copyOf(packed, size));
    }
  }
}
