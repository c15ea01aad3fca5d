/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.EventId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks forward through the bytes of one JSON value without making objects of them: strings are
 * places in the array, and what nobody asks for is skipped eight bytes at a time.
 *
 * <p>It is made for hostile input: it never throws and never recurses. At a fault it stands still
 * at the end, says {@link #broken()}, and every question is answered with no. It finds the faults
 * that matter for walking, not each that a strict parser would: the inside of what is skipped only
 * has to have its quotes and brackets in balance. {@code NaN}, {@code Infinity} and {@code
 * -Infinity} are values, as Python writes them. Not thread-safe; meant to be used again.
 */
public final class JsonScanner {
  /** How many objects and arrays may stand in each other; one more is a fault. */
  public static final int MAX_DEPTH = 100;

  private static final byte[] NOTHING = {};
  private static final int SHORT = 64;

  private byte[] array = NOTHING;
  private int position;
  private int end;
  private int depth;
  private boolean first;
  private boolean broken;
  private int tokenStart;
  private int tokenEnd;
  private boolean tokenEscaped;
  private byte[] scratch = NOTHING;

  /**
   * Begins with another value.
   *
   * @param array where it stands; never written to
   * @param offset index of the first byte
   * @param length how many bytes
   * @return this
   */
  public JsonScanner reset(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    this.array = array;
    position = offset;
    end = offset + length;
    depth = 0;
    first = false;
    broken = false;
    tokenStart = offset;
    tokenEnd = offset;
    tokenEscaped = false;
    return this;
  }

  /** Lets go of the array, so that it can be collected. */
  public void release() {
    reset(NOTHING, 0, 0);
  }

  /**
   * Whether a fault was met.
   *
   * @return true from the first fault until the next reset
   */
  public boolean broken() {
    return broken;
  }

  /**
   * Whether all was read: call it after the last value.
   *
   * @return true when there was no fault and nothing but white space is left
   */
  public boolean complete() {
    return !broken && depth == 0 && JsonBytes.skipSpace(array, position, end) == end;
  }

  /**
   * Where the next byte to read stands.
   *
   * @return an index into the array
   */
  public int position() {
    return position;
  }

  /**
   * Where the value ends.
   *
   * @return index after its last byte
   */
  public int end() {
    return end;
  }

  /**
   * How many objects and arrays are open.
   *
   * @return 0 outside of all
   */
  public int depth() {
    return depth;
  }

  /**
   * The array being read.
   *
   * @return the array itself
   */
  public byte[] array() {
    return array;
  }

  /**
   * Goes on behind a value that the caller has read on its own.
   *
   * @param position index after that value
   */
  public void moveTo(int position) {
    this.position = position;
  }

  /**
   * Declares the input broken.
   *
   * @return false
   */
  public boolean fail() {
    broken = true;
    position = end;
    return false;
  }

  /**
   * Steps into an object.
   *
   * @return true when the next value is one; otherwise nothing is consumed
   */
  public boolean enterObject() {
    return enter('{');
  }

  /**
   * Steps into an array.
   *
   * @return true when the next value is one; otherwise nothing is consumed
   */
  public boolean enterArray() {
    return enter('[');
  }

  private boolean enter(char open) {
    int i = JsonBytes.skipSpace(array, position, end);
    if (i >= end || array[i] != open) {
      return false;
    }
    if (++depth > MAX_DEPTH) {
      return fail();
    }
    position = i + 1;
    first = true;
    return true;
  }

  /**
   * Goes to the next member of the object stepped into: its name becomes the token, its value the
   * next to read.
   *
   * @return false when the object is over, or at a fault
   */
  public boolean nextMember() {
    int i = nextInside('}');
    if (i < 0) {
      return false;
    }
    if (array[i] != '"') {
      return fail();
    }
    i = readString(i + 1);
    i = JsonBytes.skipSpace(array, i, end);
    if (i >= end || array[i] != ':') {
      return fail();
    }
    position = i + 1;
    return true;
  }

  /**
   * Goes to the next element of the array stepped into.
   *
   * @return false when the array is over, or at a fault
   */
  public boolean nextElement() {
    int i = nextInside(']');
    if (i < 0) {
      return false;
    }
    position = i;
    return true;
  }

  /** Index of the next member or element, or -1 when there is none. */
  private int nextInside(char close) {
    int i = JsonBytes.skipSpace(array, position, end);
    if (i < end && array[i] == close) {
      position = i + 1;
      depth--;
      first = false;
      return -1;
    }
    if (!first) {
      if (i >= end || array[i] != ',') {
        fail();
        return -1;
      }
      i = JsonBytes.skipSpace(array, i + 1, end);
    }
    first = false;
    if (i >= end || array[i] == ']') {
      fail();
      return -1;
    }
    return i;
  }

  /**
   * Reads a string: it becomes the token.
   *
   * @return true when the next value is one; otherwise nothing is consumed
   */
  public boolean string() {
    int i = JsonBytes.skipSpace(array, position, end);
    if (i >= end || array[i] != '"') {
      return false;
    }
    position = readString(i + 1);
    return !broken;
  }

  /**
   * Reads a number, a literal or a bare word: it becomes the token, unchecked.
   *
   * @return true when the next value is one; otherwise nothing is consumed
   */
  public boolean scalar() {
    int start = JsonBytes.skipSpace(array, position, end);
    int stop = JsonBytes.scalarEnd(array, start, end);
    if (stop == start) {
      return false;
    }
    tokenStart = start;
    tokenEnd = stop;
    tokenEscaped = false;
    position = stop;
    return true;
  }

  /** Skips the next value, whatever it is. */
  public void skip() {
    int next = JsonBytes.valueEnd(array, position, end, MAX_DEPTH - depth);
    if (next < 0) {
      fail();
    } else {
      position = next;
    }
  }

  /** Skips the next value even where it is nested deeper than {@link #MAX_DEPTH}. */
  void skipHoweverDeep() {
    int next = JsonBytes.valueEnd(array, position, end, Integer.MAX_VALUE);
    if (next < 0) {
      fail();
    } else {
      position = next;
    }
  }

  /**
   * Where the token starts: that of a string or name lies between its quotes.
   *
   * @return an index into the array
   */
  public int tokenStart() {
    return tokenStart;
  }

  /**
   * Where the token ends.
   *
   * @return index after its last byte
   */
  public int tokenEnd() {
    return tokenEnd;
  }

  /**
   * Whether the token holds a backslash, and so has to be decoded before it is compared.
   *
   * @return true when there is one
   */
  public boolean tokenEscaped() {
    return tokenEscaped;
  }

  /**
   * Compares the token.
   *
   * @param text at most {@value #SHORT} characters of ASCII
   * @return true when the token, decoded, is that text
   */
  public boolean tokenIs(String text) {
    boolean decode = tokenEscaped;
    int length = decode ? decodeShort() : tokenEnd - tokenStart;
    byte[] bytes = decode ? scratch : array;
    int start = decode ? 0 : tokenStart;
    if (length != text.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the token as an event's id.
   *
   * @return the id, or null when it is none
   */
  public @Nullable EventId tokenAsEventId() {
    if (!tokenEscaped) {
      return EventId.parse(array, tokenStart, tokenEnd - tokenStart);
    }
    // First, for it may bring the scratch about.
    int length = decodeShort();
    return EventId.parse(scratch, 0, length);
  }

  private int decodeShort() {
    if (scratch.length == 0) {
      scratch = new byte[SHORT + 1 + JsonText.SLACK];
    }
    return JsonText.decode(array, tokenStart, tokenEnd, scratch, SHORT + 1);
  }

  /** Makes a string the token; answers the index after its closing quote. */
  private int readString(int start) {
    int quote = JsonBytes.closingQuote(array, start, end);
    if (quote >= end) {
      fail();
      return end;
    }
    tokenStart = start;
    tokenEnd = quote;
    tokenEscaped = JsonBytes.hasBackslash(array, start, quote);
    return quote + 1;
  }
}
