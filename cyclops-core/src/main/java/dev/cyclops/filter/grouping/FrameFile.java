/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.Words;

/**
 * What counts of the URL that a browser's frame gives as its file. Of a script on the web the last
 * part of its path, since it is the same one on each host; of the page itself nothing, since its
 * path holds ids; of other URLs all but the query. What a build writes into the names of its files
 * as their hash is left out. Works in place.
 */
final class FrameFile {
  private static final long COLONS = ':' * Words.ONES;
  private static final long QUOTES = '"' * Words.ONES;
  private static final String[] SCRIPTS = {
    "js", "mjs", "cjs", "jsx", "ts", "tsx", "vue", "svelte", "wasm", "bundle", "jsbundle"
  };

  /** Schemes of what belongs to whoever installed it. */
  private static final String[] HOSTED = {
    "http",
    "https",
    "applewebdata",
    "chrome-extension",
    "moz-extension",
    "safari-extension",
    "safari-web-extension",
    "ms-browser-extension"
  };

  /** How long the longest of them is; the long ones have 16 or 20 letters. */
  private static final int MAX_SCHEME = 20;

  private static final int VITE_HASH = 8;

  private FrameFile() {}

  /**
   * Whether a string starts as a URL, which takes two comparisons for nearly all that do not.
   *
   * @param start index after its opening quote
   */
  static boolean isUrl(byte[] array, int start, int end) {
    if (end - start < 2 * Long.BYTES) {
      return false;
    }
    long first = Words.get(array, start);
    long quotes = Words.matches(first, QUOTES);
    long colons = Words.matches(first, COLONS);
    int at = start + Words.first(colons);
    if ((quotes | colons) == 0) {
      long second = Words.get(array, start + Long.BYTES);
      quotes = Words.matches(second, QUOTES);
      colons = Words.matches(second, COLONS);
      at = start + Long.BYTES + Words.first(colons);
    }
    // The lowest bits alone are right; none at all is as a very high one.
    boolean colonFirst = colons != 0 && (((colons & -colons) - 1) & quotes) == 0;
    if (colonFirst) {
      return isUrlAt(array, start, at, end);
    }
    return quotes == 0 && isLongScheme(array, start, end);
  }

  private static boolean isUrlAt(byte[] array, int start, int colon, int end) {
    if (FrameNames.is(array, start, colon, "blob") || FrameNames.is(array, start, colon, "data")) {
      return true;
    }
    int i = colon + 1;
    i += i < end && array[i] == '\\' ? 1 : 0;
    return colon - start > 1 && i < end && array[i] == '/';
  }

  /** For the schemes of browsers' extensions, whose colon stands farther behind. */
  private static boolean isLongScheme(byte[] array, int start, int end) {
    for (int length = 2 * Long.BYTES; length <= MAX_SCHEME; length += 4) {
      int colon = start + length;
      if (colon < end && array[colon] == ':') {
        return isHosted(array, start, colon);
      }
    }
    return false;
  }

  /** Writes what counts of a URL over it; answers its length. */
  static int of(byte[] url, int length) {
    int colon = 0;
    while (colon < length && url[colon] != ':') {
      colon++;
    }
    if (FrameNames.is(url, 0, colon, "blob") || FrameNames.is(url, 0, colon, "data")) {
      return colon;
    }
    int stop = colon;
    while (stop < length && url[stop] != '?' && url[stop] != '#') {
      stop++;
    }
    int name = stop;
    while (name > colon && url[name - 1] != '/') {
      name--;
    }
    if (!isHosted(url, 0, colon)) {
      return withoutHashes(url, 0, stop, name);
    }
    if (!isScript(url, name, stop)) {
      url[0] = TextPattern.PLACEHOLDER;
      return 1;
    }
    return withoutHashes(url, name, stop, name);
  }

  private static boolean isHosted(byte[] url, int from, int colon) {
    for (String scheme : HOSTED) {
      if (FrameNames.is(url, from, colon, scheme)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isScript(byte[] url, int from, int to) {
    int dot = to;
    while (dot > from && url[dot - 1] != '.') {
      dot--;
    }
    for (String script : SCRIPTS) {
      if (dot > from && FrameNames.is(url, dot, to, script)) {
        return true;
      }
    }
    return false;
  }

  /** Writes a part of it to the front; answers its length. */
  private static int withoutHashes(byte[] url, int from, int to, int name) {
    int written = 0;
    for (int i = from; i < to; ) {
      int stop = hashEnd(url, i, from, to, name);
      if (stop > i) {
        url[written++] = TextPattern.PLACEHOLDER;
        i = stop;
      } else {
        url[written++] = url[i++];
      }
    }
    return written;
  }

  /** Where a hash or UUID ends that starts at an index; that index when none does. */
  private static int hashEnd(byte[] url, int i, int from, int to, int name) {
    if (i > from && TextClasses.isWord(url[i - 1])) {
      return i;
    }
    int stop = TextIds.uuidEnd(url, i, to);
    if (stop == i) {
      stop = TextIds.longHexEnd(url, i, to);
    }
    boolean behindName = i > name && (url[i - 1] == '-' || url[i - 1] == '.');
    return stop == i && behindName ? viteHashEnd(url, i, to) : stop;
  }

  /** For the eight characters of base 64 that Vite and Rollup write before the extension. */
  private static int viteHashEnd(byte[] url, int i, int to) {
    int stop = i + VITE_HASH;
    if (stop >= to || url[stop] != '.') {
      return i;
    }
    boolean digit = false;
    int upper = 0;
    for (int at = i; at < stop; at++) {
      byte c = url[at];
      if (!TextClasses.isWord(c) && c != '_' && c != '-') {
        return i;
      }
      digit |= c >= '0' && c <= '9';
      upper += at > i && c >= 'A' && c <= 'Z' ? 1 : 0;
    }
    return digit || upper > 1 ? stop : i;
  }
}
