/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.JsonScanner;
import dev.cyclops.payload.JsonText;

/**
 * Hashes the parts of a report's texts that tell groups apart: the first word, or the host of an
 * address, in lower case. Everything behind the first {@value #MAX_BYTES} bytes is left out. Not
 * thread-safe.
 */
final class ReportText {
  static final int MAX_BYTES = 512;

  private final JsonHasher hasher;
  private final byte[] text = new byte[MAX_BYTES + JsonText.SLACK];
  private int length;

  ReportText(KeyedMix mix) {
    hasher = new JsonHasher(mix);
  }

  /** Hashes the first word of the next value; clear when it is no string, or has none. */
  void hashWord(JsonScanner json, Lanes into) {
    read(json);
    hash(0, indexOf(" \t", 0), into);
  }

  /**
   * Hashes what stands for the next value, an address: host and port; with the scheme before it
   * when that is not the web's; a scheme or keyword alone. Clear when it is no string, or stands
   * for the site itself.
   */
  void hashHost(JsonScanner json, Lanes into) {
    read(json);
    into.clear();
    if (is(length, "self") || is(length, "'self'")) {
      return;
    }
    int colon = indexOf(":", 0);
    if (!startsAt(colon, "://")) {
      hash(0, Math.min(colon, indexOf("/?#", 0)), into);
      return;
    }
    int host = colon + 3;
    int end = indexOf("/?#\\", host);
    if (is(colon, "https")) {
      hash(host, without(":443", host, end), into);
    } else if (is(colon, "http")) {
      hash(host, without(":80", host, end), into);
    } else {
      hash(0, end, into);
    }
  }

  private void read(JsonScanner json) {
    length = 0;
    if (!json.string()) {
      json.skip();
      return;
    }
    length = JsonText.decode(json.array(), json.tokenStart(), json.tokenEnd(), text, MAX_BYTES);
    for (int i = 0; i < length; i++) {
      if (text[i] >= 'A' && text[i] <= 'Z') {
        text[i] = (byte) (text[i] | 0x20);
      }
    }
  }

  private void hash(int from, int to, Lanes into) {
    into.clear();
    if (to > from) {
      hasher.hashOpaque(text, from, to - from, into);
    }
  }

  /** Index of the first of some characters, or the length. */
  private int indexOf(String any, int from) {
    int i = from;
    while (i < length && any.indexOf(text[i]) < 0) {
      i++;
    }
    return i;
  }

  private int without(String suffix, int from, int to) {
    int start = to - suffix.length();
    return start > from && startsAt(start, suffix) ? start : to;
  }

  private boolean is(int end, String word) {
    return end == word.length() && startsAt(0, word);
  }

  private boolean startsAt(int at, String word) {
    if (length - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
