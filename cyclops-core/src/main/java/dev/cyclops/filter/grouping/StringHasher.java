/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.JsonBytes;
import dev.cyclops.payload.JsonText;
import dev.cyclops.payload.Words;

/**
 * Hashes JSON strings sixteen bytes at a time while it looks for their end. The hash is that of the
 * decoded string with its memory addresses taken out, and of its first {@value #MAX_TEXT_BYTES}
 * bytes only. Numbers and literals are hashed here too. Not thread-safe.
 */
abstract class StringHasher {
  static final int MAX_TEXT_BYTES = 8192;

  private static final long SCALAR = 0x5CA1;
  private static final long PLACEHOLDER = 0x9140;
  private static final int BLOCK = 2 * Long.BYTES;
  private static final long QUOTES = '"' * Words.ONES;
  private static final long BACKSLASHES = '\\' * Words.ONES;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long ZEROS = '0' * Words.ONES;

  final long highKey;
  final long lowKey;
  final long highSeed;
  final long lowSeed;
  final byte[] scratch = new byte[MAX_TEXT_BYTES + 2 * BLOCK];
  byte[] array = scratch;
  int end;
  boolean broken;
  long high;
  long low;
  boolean truthy;

  /** Whether the file last rewritten was but the page that a script ran in. */
  boolean page;

  StringHasher(KeyedMix mix) {
    highKey = mix.highKey;
    lowKey = mix.lowKey;
    highSeed = mix.highSeed;
    lowSeed = mix.lowSeed;
  }

  /** Hashes bytes that have no structure. */
  final void hashOpaque(byte[] bytes, int offset, int length, Lanes into) {
    long h = highSeed;
    long l = lowSeed;
    int i = offset;
    int stop = offset + length;
    for (; i <= stop - Long.BYTES; i += Long.BYTES) {
      long word = Words.get(bytes, i);
      h = KeyedMix.mix(h ^ word, highKey);
      l = KeyedMix.mix(l ^ word, lowKey);
    }
    long last = 1;
    while (stop > i) {
      last = last << 8 | (bytes[--stop] & 0xFF);
    }
    into.append(KeyedMix.mix(h ^ last, highKey), KeyedMix.mix(l ^ last, lowKey));
  }

  final int fail() {
    broken = true;
    return end;
  }

  /**
   * Hashes a string while looking for its end, as long as that is simple: nothing escaped, not very
   * long, not at the very end, no address in it.
   */
  final int string(int start) {
    long h = highSeed;
    long l = lowSeed;
    // Its highest bits tell of a zero, or of a byte outside ASCII.
    long zeros = 0;
    int stop = Math.min(end, start + MAX_TEXT_BYTES) - BLOCK;
    for (int i = start; i <= stop; i += BLOCK) {
      long first = Words.get(array, i);
      long second = Words.get(array, i + Long.BYTES);
      long found = Words.matchesEither(first, QUOTES, BACKSLASHES);
      long foundLater = Words.matchesEither(second, QUOTES, BACKSLASHES);
      if ((found | foundLater) == 0) {
        zeros |= ((first ^ ZEROS) - Words.ONES) | ((second ^ ZEROS) - Words.ONES);
        h = KeyedMix.mix(h ^ first, highKey ^ second);
        l = KeyedMix.mix(l ^ first, lowKey ^ second);
        continue;
      }
      // In which word a string ends no processor can predict: what stands behind its end is
      // blotted out without a branch, and a one put in its place, to mark the length.
      int inFirst = Words.first(found);
      int at = i + inFirst + (inFirst >>> 3) * Words.first(foundLater);
      long mark = (found & -found) >>> 7;
      long markLater = (foundLater & -foundLater) >>> 7;
      first = (first & (mark - 1)) | mark;
      second = ((second & (markLater - 1)) | markLater) & ~((found | -found) >> 63);
      zeros |= ((first ^ ZEROS) - Words.ONES) | ((second ^ ZEROS) - Words.ONES);
      if (array[at] != '"' || ((zeros & HIGHS) != 0 && mayHoldAddress(array, start, at))) {
        break;
      }
      high = KeyedMix.mix(h ^ first, highKey ^ second);
      low = KeyedMix.mix(l ^ first, lowKey ^ second);
      truthy = at > start;
      return at + 1;
    }
    return slowString(start, false);
  }

  /**
   * Hashes a string that has to be decoded first.
   *
   * @param asText whether its pattern counts rather than the string itself
   */
  final int slowString(int start, boolean asText) {
    long decoded = JsonText.decodeToQuote(array, start, end, scratch, MAX_TEXT_BYTES);
    int stop = (int) (decoded >>> 32);
    int length = (int) decoded;
    if (stop >= end) {
      return fail();
    }
    if (asText) {
      length = TextPattern.of(scratch, length);
    } else if (mayHoldAddress(scratch, 0, length)) {
      length = TextPattern.withoutAddresses(scratch, length);
    }
    hashScratch(length);
    truthy = stop > start;
    return stop + 1;
  }

  /** Hashes a string as it is without what differs between repeats. */
  final int rewritten(int start, boolean file) {
    long decoded = JsonText.decodeToQuote(array, start, end, scratch, MAX_TEXT_BYTES);
    int stop = (int) (decoded >>> 32);
    if (stop >= end) {
      return fail();
    }
    int length = TextPattern.withoutAddresses(scratch, (int) decoded);
    length = file ? FrameFile.of(scratch, length) : GeneratedNames.of(scratch, length);
    page = length == 1 && scratch[0] == TextPattern.PLACEHOLDER;
    hashScratch(length);
    truthy = stop > start;
    return stop + 1;
  }

  /** Whether 0x stands somewhere between two indexes. */
  private static boolean mayHoldAddress(byte[] bytes, int from, int to) {
    int i = from;
    for (; i < to - Long.BYTES; i += Long.BYTES) {
      long zeros = Words.matches(Words.get(bytes, i), ZEROS);
      for (; zeros != 0; zeros &= zeros - 1) {
        if (startsAddress(bytes, i + Words.first(zeros))) {
          return true;
        }
      }
    }
    while (i < to - 1 && !startsAddress(bytes, i)) {
      i++;
    }
    return i < to - 1;
  }

  private static boolean startsAddress(byte[] bytes, int at) {
    return bytes[at] == '0' && (bytes[at + 1] | 0x20) == 'x';
  }

  /** The upper half of a name's hash. */
  final long hashOf(String name) {
    for (int i = 0; i < name.length(); i++) {
      scratch[i] = (byte) name.charAt(i);
    }
    hashScratch(name.length());
    return high;
  }

  /** Must answer what {@link #string} does for the same bytes. */
  final void hashScratch(int length) {
    Words.set(scratch, length, 1L);
    Words.set(scratch, length + Long.BYTES, 0L);
    long h = highSeed;
    long l = lowSeed;
    for (int i = 0; i <= length; i += BLOCK) {
      long first = Words.get(scratch, i);
      long second = Words.get(scratch, i + Long.BYTES);
      h = KeyedMix.mix(h ^ first, highKey ^ second);
      l = KeyedMix.mix(l ^ first, lowKey ^ second);
    }
    high = h;
    low = l;
  }

  final int done(int next, long h, long l, boolean isTruthy) {
    high = h;
    low = l;
    truthy = isTruthy;
    return next;
  }

  /** Hashes a number, a literal or a bare word. */
  final int scalar(int from, boolean asText) {
    int stop = JsonBytes.scalarEnd(array, from, end);
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
}
