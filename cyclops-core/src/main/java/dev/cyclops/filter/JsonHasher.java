/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.payload.JsonScanner;
import dev.cyclops.payload.JsonText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes the value a {@link JsonScanner} stands at. Equal values have equal hashes, however they
 * are written: members count in any order, escapes are decoded first. What does not tell groups
 * apart is left out: local variables and memory addresses, in texts everything that {@link
 * TextPattern} takes for a placeholder, and whatever stands behind the first {@value
 * #MAX_TEXT_BYTES} bytes of a string. Not thread-safe.
 *
 * <p>This is where the time of a flood goes. Strings are hashed eight bytes at a time while their
 * end is looked for; positions and sums stay in local variables.
 */
final class JsonHasher {
  static final int MAX_TEXT_BYTES = 8192;

  private static final int BLOCK = 2 * Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long ZEROS = '0' * ONES;

  /** Tell kinds of values apart; they enter as the first word. */
  private static final long SCALAR = 0x5CA1;

  private static final long ARRAY = 0xA88A;
  private static final long OBJECT = 0x0B7E;
  private static final long PLACEHOLDER = 0x9140;

  /** Members that differ between repeats of one error. */
  private static final String[] LEFT_OUT = {
    "vars", "instruction_addr", "symbol_addr", "image_addr"
  };

  private final long highKey;
  private final long lowKey;
  private final long highSeed;
  private final long lowSeed;
  private final byte[] scratch = new byte[MAX_TEXT_BYTES + 2 * BLOCK];
  private final long[] leftOut = new long[LEFT_OUT.length];

  private byte[] array = scratch;
  private int end;
  private boolean asText;
  private boolean broken;
  private long high;
  private long low;
  private boolean truthy;

  JsonHasher(KeyedMix mix) {
    highKey = mix.highKey;
    lowKey = mix.lowKey;
    highSeed = mix.highSeed;
    lowSeed = mix.lowSeed;
    for (int i = 0; i < LEFT_OUT.length; i++) {
      String name = LEFT_OUT[i];
      for (int at = 0; at < name.length(); at++) {
        scratch[at] = (byte) name.charAt(at);
      }
      hashScratch(name.length());
      leftOut[i] = high;
    }
  }

  /** Hashes the next value as it is, as frames and names are. */
  void hash(JsonScanner json, Lanes into) {
    hash(json, into, false);
  }

  /** Hashes the next value as a text for people, whose numbers and ids are placeholders. */
  void hashText(JsonScanner json, Lanes into) {
    hash(json, into, true);
  }

  /** Leaves {@code into} clear when the value is empty, zero, false or null. */
  private void hash(JsonScanner json, Lanes into, boolean text) {
    into.clear();
    array = json.array();
    end = json.end();
    asText = text;
    broken = false;
    int next = value(json.position(), JsonScanner.MAX_DEPTH - json.depth());
    array = scratch;
    if (broken) {
      json.fail();
    } else {
      json.moveTo(next);
      if (truthy) {
        into.append(high, low);
      }
    }
  }

  /** Hashes bytes that have no structure. */
  void hashOpaque(byte[] bytes, int offset, int length, Lanes into) {
    long h = highSeed;
    long l = lowSeed;
    int i = offset;
    int stop = offset + length;
    for (; i <= stop - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      h = KeyedMix.mix(h ^ word, highKey);
      l = KeyedMix.mix(l ^ word, lowKey);
    }
    long last = 1;
    while (stop > i) {
      last = last << 8 | (bytes[--stop] & 0xFF);
    }
    into.append(KeyedMix.mix(h ^ last, highKey), KeyedMix.mix(l ^ last, lowKey));
  }

  private int fail() {
    broken = true;
    return end;
  }

  /** Hashes the value at an index; answers the index after it. */
  private int value(int from, int levels) {
    int i = JsonScanner.skipSpace(array, from, end);
    if (i >= end) {
      return fail();
    }
    return switch (array[i]) {
      case '"' -> asText ? slowString(i + 1) : string(i + 1);
      case '{' -> levels == 0 ? fail() : object(i + 1, levels - 1);
      case '[' -> levels == 0 ? fail() : array(i + 1, levels - 1);
      default -> scalar(i);
    };
  }

  private int array(int from, int levels) {
    long h = highSeed ^ ARRAY;
    long l = lowSeed ^ ARRAY;
    int i = JsonScanner.skipSpace(array, from, end);
    boolean empty = i < end && array[i] == ']';
    if (empty) {
      i++;
    }
    for (boolean more = !empty; more; i++) {
      i = JsonScanner.skipSpace(array, value(i, levels), end);
      h = KeyedMix.mix(h ^ high, highKey);
      l = KeyedMix.mix(l ^ low, lowKey);
      if (i >= end || (array[i] != ',' && array[i] != ']')) {
        return fail();
      }
      more = array[i] == ',';
    }
    return done(i, h, l, !empty);
  }

  /** Sums its members up, so that their order does not count. */
  private int object(int from, int levels) {
    long h = 0;
    long l = 0;
    int i = JsonScanner.skipSpace(array, from, end);
    boolean empty = i < end && array[i] == '}';
    if (empty) {
      i++;
    }
    for (boolean more = !empty; more; i++) {
      i = JsonScanner.skipSpace(array, i, end);
      if (i >= end || array[i] != '"') {
        return fail();
      }
      i = JsonScanner.skipSpace(array, string(i + 1), end);
      if (i >= end || array[i] != ':') {
        return fail();
      }
      long nameHigh = high;
      long nameLow = low;
      if (isLeftOut(nameHigh)) {
        i = skip(i + 1, levels);
      } else {
        i = value(i + 1, levels);
        h += KeyedMix.mix(nameHigh ^ Long.rotateLeft(high, 23), highKey ^ high);
        l += KeyedMix.mix(nameLow ^ Long.rotateLeft(low, 23), lowKey ^ low);
      }
      i = JsonScanner.skipSpace(array, i, end);
      if (i >= end || (array[i] != ',' && array[i] != '}')) {
        return fail();
      }
      more = array[i] == ',';
    }
    return done(
        i,
        KeyedMix.mix(h ^ highSeed ^ OBJECT, highKey),
        KeyedMix.mix(l ^ lowSeed ^ OBJECT, lowKey),
        !empty);
  }

  private boolean isLeftOut(long name) {
    return name == leftOut[0] || name == leftOut[1] || name == leftOut[2] || name == leftOut[3];
  }

  private int skip(int from, int levels) {
    int next = JsonScanner.valueEnd(array, from, end, levels);
    return next < 0 ? fail() : next;
  }

  private int done(int next, long h, long l, boolean isTruthy) {
    high = h;
    low = l;
    truthy = isTruthy;
    return next;
  }

  private int scalar(int from) {
    int stop = JsonScanner.scalarEnd(array, from, end);
    if (stop == from) {
      return fail();
    }
    int start = array[from] == '-' ? from + 1 : from;
    boolean number = start < stop && array[start] >= '0' && array[start] <= '9';
    boolean zero = number;
    boolean fraction = false;
    for (int i = start; number && i < stop; i++) {
      byte c = array[i];
      fraction |= c == '.' || c == 'e' || c == 'E';
      zero &= c == '0' || c == '.';
    }
    long h = highSeed;
    long l = lowSeed;
    if (number && (asText || fraction)) {
      // One fraction can be written in many ways, and no group hangs on one.
      h = KeyedMix.mix(h ^ PLACEHOLDER, highKey);
      l = KeyedMix.mix(l ^ PLACEHOLDER, lowKey);
    } else {
      long word = SCALAR;
      for (int i = zero ? stop - 1 : from; i < stop; i++) {
        if (word >>> 56 != 0) {
          h = KeyedMix.mix(h ^ word, highKey);
          l = KeyedMix.mix(l ^ word, lowKey);
          word = SCALAR;
        }
        word = word << 8 | array[i];
      }
      h = KeyedMix.mix(h ^ word, highKey);
      l = KeyedMix.mix(l ^ word, lowKey);
    }
    return done(stop, h, l, !zero && array[from] != 'f' && array[from] != 'n');
  }

  /**
   * Hashes a string while looking for its end, as long as that is simple: nothing escaped, not very
   * long, not at the very end, no address in it.
   */
  private int string(int start) {
    long h = highSeed;
    long l = lowSeed;
    long zeros = 0;
    int stop = Math.min(end, start + MAX_TEXT_BYTES) - BLOCK;
    for (int i = start; i <= stop; i += BLOCK) {
      long first = (long) LONGS.get(array, i);
      zeros |= matches(first, ZEROS);
      long found = matches(first, QUOTES) | matches(first, BACKSLASHES);
      if (found != 0) {
        return lastBlock(start, i, found, zeros, h, l, first, true);
      }
      long second = (long) LONGS.get(array, i + Long.BYTES);
      zeros |= matches(second, ZEROS);
      found = matches(second, QUOTES) | matches(second, BACKSLASHES);
      if (found != 0) {
        return lastBlock(start, i + Long.BYTES, found, zeros, h ^ first, l ^ first, second, false);
      }
      h = KeyedMix.mix(h ^ first, highKey ^ second);
      l = KeyedMix.mix(l ^ first, lowKey ^ second);
    }
    return slowString(start);
  }

  /**
   * Ends a string at the first bit found, unless that is no quote.
   *
   * @param i index of the word found in
   * @param h the chain, the first word of the block entered if {@code word} is the second
   */
  private int lastBlock(
      int start, int i, long found, long zeros, long h, long l, long word, boolean isFirst) {
    int at = i + (Long.numberOfTrailingZeros(found) >>> 3);
    if (array[at] != '"' || (zeros != 0 && mayHoldAddress(array, start, at))) {
      return slowString(start);
    }
    // What stands before the quote, and a one behind it to mark the length.
    long mark = (found & -found) >>> 7;
    long last = (word & (mark - 1)) | mark;
    if (isFirst) {
      high = KeyedMix.mix(h ^ last, highKey);
      low = KeyedMix.mix(l ^ last, lowKey);
    } else {
      high = KeyedMix.mix(h, highKey ^ last);
      low = KeyedMix.mix(l, lowKey ^ last);
    }
    truthy = at > start;
    return at + 1;
  }

  /** A bit in each byte that is as those of the pattern; only the lowest is sure. */
  private static long matches(long word, long pattern) {
    long difference = word ^ pattern;
    return (difference - ONES) & ~difference & HIGHS;
  }

  private int slowString(int start) {
    int stop = JsonScanner.closingQuote(array, start, end);
    if (stop >= end) {
      return fail();
    }
    int length = JsonText.decode(array, start, stop, scratch, MAX_TEXT_BYTES);
    if (asText) {
      length = TextPattern.of(scratch, length);
    } else if (mayHoldAddress(scratch, 0, length)) {
      length = TextPattern.withoutAddresses(scratch, length);
    }
    hashScratch(length);
    truthy = stop > start;
    return stop + 1;
  }

  /** Whether 0x stands somewhere between two indexes. */
  private static boolean mayHoldAddress(byte[] bytes, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if ((bytes[i] | 0x20) == 'x' && bytes[i - 1] == '0') {
        return true;
      }
    }
    return false;
  }

  /** Must answer what {@link #string} does for the same bytes. */
  private void hashScratch(int length) {
    LONGS.set(scratch, length, 1L);
    LONGS.set(scratch, length + Long.BYTES, 0L);
    long h = highSeed;
    long l = lowSeed;
    for (int i = 0; i <= length; i += BLOCK) {
      long first = (long) LONGS.get(scratch, i);
      long second = (long) LONGS.get(scratch, i + Long.BYTES);
      h = KeyedMix.mix(h ^ first, highKey ^ second);
      l = KeyedMix.mix(l ^ first, lowKey ^ second);
    }
    high = h;
    low = l;
  }
}
