/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an event that travel on to Sentry, in the order they came. Kept as one array of
 * bytes, since a million queued events would otherwise hold six million small strings. Immutable.
 *
 * <p>Names are tokens, values hold no control character but the tab, and the headers that frame a
 * message or belong to one connection are refused, so nothing in here can start a header or a
 * request of its own on the way to Sentry.
 */
public final class Headers {
  private static final Headers EMPTY = new Headers(new byte[0]);

  /** What the client that speaks to Sentry decides alone; in lower case. */
  private static final Set<String> NEVER_TRAVEL =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

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

  static Headers of(byte[] packed) {
    return packed.length == 0 ? EMPTY : new Headers(packed);
  }

  /** Nobody may write into it. */
  byte[] packed() {
    return packed;
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
   * All values of a header, for those that must not be there twice.
   *
   * @param name the header's name, in any case
   * @return its values in order; empty when there is none
   */
  public List<String> getAll(String name) {
    List<String> values = List.of();
    for (int i = 0; i < packed.length; ) {
      int nameLength = packed[i] & 0xFF;
      int valueAt = i + 3 + nameLength;
      int valueLength = valueLength(i + 1 + nameLength);
      if (nameLength == name.length() && nameIs(name, i + 1)) {
        values = values.isEmpty() ? new ArrayList<>(1) : values;
        values.add(new String(packed, valueAt, valueLength, ISO_8859_1));
      }
      i = valueAt + valueLength;
    }
    return values;
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
   * These headers with another one behind them, in place of any of the same name.
   *
   * @param name kept by whoever adds such headers often
   * @param value as {@link Builder#add(Name, String)} takes it
   * @return new headers
   */
  public Headers with(Name name, String value) {
    Builder builder = builder();
    String text = name.toString();
    forEach(
        (otherName, otherValue) -> {
          if (!otherName.equalsIgnoreCase(text)) {
            builder.add(otherName, otherValue);
          }
        });
    return builder.add(name, value).build();
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

  /** Whether the same headers stand in the same order, each letter alike. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Headers headers && Arrays.equals(packed, headers.packed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed);
  }

  /** The names only: values may hold keys and secrets. */
  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("Headers[");
    forEach((name, value) -> names.append(names.length() == 8 ? "" : ", ").append(name));
    return names.append(']').toString();
  }

  /** The name of a header that may travel, checked once. Immutable. */
  public static final class Name {
    /** Its length (1 byte), and itself. */
    private final byte[] packed;

    private Name(byte[] packed) {
      this.packed = packed;
    }

    /**
     * Checks a name.
     *
     * @param name a token of 1 to 255 characters, not one of those that frame a message
     * @return for {@link Builder#add(Name, String)}
     * @throws IllegalArgumentException when the name is anything else
     */
    public static Name of(String name) {
      Objects.requireNonNull(name, "name == null");
      if (name.isEmpty() || name.length() > 255) {
        throw new IllegalArgumentException("length of a header's name: " + name.length());
      }
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean alphanumeric = (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
        if (!alphanumeric && TOKEN_MARKS.indexOf(c) < 0) {
          throw new IllegalArgumentException("the header name holds character " + (int) c);
        }
      }
      if (NEVER_TRAVEL.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("the header " + name + " never travels");
      }
      byte[] packed = new byte[1 + name.length()];
      packed[0] = (byte) name.length();
      System.arraycopy(name.getBytes(ISO_8859_1), 0, packed, 1, name.length());
      return new Name(packed);
    }

    /** As it was written. */
    @Override
    public String toString() {
      return new String(packed, 1, packed.length - 1, ISO_8859_1);
    }
  }

  /** Collects headers. Not thread-safe. */
  public static final class Builder {
    private byte[] packed = new byte[256];
    private int size;

    private Builder() {}

    /**
     * Adds a header.
     *
     * @param name a token of 1 to 255 characters, not one of those that frame a message
     * @param value up to 65,535 characters of Latin-1, as HTTP carries them
     * @return this
     * @throws IllegalArgumentException when the name is anything else, or the value is too long or
     *     holds a control character other than a tab, or one outside Latin-1; the builder stays as
     *     it was
     */
    public Builder add(String name, String value) {
      return add(Name.of(name), value);
    }

    /**
     * Adds a header whose name has been checked before, which is cheaper.
     *
     * @param name kept by whoever adds such headers often
     * @param value up to 65,535 characters of Latin-1, as HTTP carries them
     * @return this
     * @throws IllegalArgumentException when the value is too long or holds a control character
     *     other than a tab, or one outside Latin-1; the builder stays as it was
     */
    public Builder add(Name name, String value) {
      Objects.requireNonNull(value, "value == null");
      int length = value.length();
      if (length > 0xFFFF) {
        throw new IllegalArgumentException(
            "length of the header " + name + " > 65535: " + value.length());
      }
      byte[] start = name.packed;
      int needed = size + start.length + 2 + length;
      if (needed > packed.length) {
        packed = Arrays.copyOf(packed, Math.max(needed, 2 * packed.length));
      }
      byte[] to = packed;
      System.arraycopy(start, 0, to, size, start.length);
      int at = size + start.length;
      to[at++] = (byte) (length >> 8);
      to[at++] = (byte) length;
      for (int i = 0; i < length; i++) {
        char c = value.charAt(i);
        if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
          throw new IllegalArgumentException("the header " + name + " holds character " + (int) c);
        }
        to[at + i] = (byte) c;
      }
      // Only now: what was refused half-way is as good as never written.
      size = needed;
      return this;
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
