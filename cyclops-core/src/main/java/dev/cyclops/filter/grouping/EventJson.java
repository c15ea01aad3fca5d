/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.event.EventId;
import dev.cyclops.payload.JsonBytes;
import dev.cyclops.payload.JsonScanner;
import dev.cyclops.payload.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an event as the rules of grouping read it: members by name, values as hashes. What a
 * rule finds is of another kind than it expects counts as absent. Not thread-safe.
 */
final class EventJson {
  private static final int SHORT = 64;

  private final JsonScanner json = new JsonScanner();
  private final JsonHasher hasher;
  private final byte[] scratch = new byte[SHORT + JsonText.SLACK];

  EventJson(KeyedMix mix) {
    hasher = new JsonHasher(mix);
  }

  void reset(byte[] array, int offset, int length) {
    json.reset(array, offset, length);
  }

  void release() {
    json.release();
  }

  boolean complete() {
    return json.complete();
  }

  /** Whether the rest ends with a brace, as what was not cut off does. */
  boolean endsWithBrace() {
    byte[] array = json.array();
    int last = json.end() - 1;
    while (last > json.position() && JsonBytes.isSpace(array[last])) {
      last--;
    }
    return last >= json.position() && array[last] == '}';
  }

  /** Where what a search looks for may stand in the rest; the end when nowhere. */
  int search(KeySearch search) {
    return search.next(json.array(), json.position(), json.end());
  }

  int end() {
    return json.end();
  }

  /** Steps into an object; skips any other value and answers false. */
  boolean object() {
    if (json.enterObject()) {
      return true;
    }
    json.skip();
    return false;
  }

  /** Whether the next value is an object; consumes nothing. */
  boolean startsObject() {
    int i = nextStart();
    return i < json.end() && json.array()[i] == '{';
  }

  int position() {
    return json.position();
  }

  /** Goes back to a value just read, to read it once more; false at broken input. */
  boolean moveBack(int position) {
    if (json.broken()) {
      return false;
    }
    json.moveTo(position);
    return true;
  }

  /** Steps into an array; consumes nothing otherwise. */
  boolean array() {
    return json.enterArray();
  }

  boolean nextElement() {
    return json.nextElement();
  }

  /** Goes to the next member of an object; null at its end. */
  @Nullable Member nextMember() {
    if (!json.nextMember()) {
      return null;
    }
    int length = token();
    return json.tokenEscaped()
        ? Member.of(scratch, 0, length)
        : Member.of(json.array(), json.tokenStart(), length);
  }

  /** Decodes the token into the scratch if it must be decoded; answers its length. */
  private int token() {
    return json.tokenEscaped()
        ? JsonText.decode(json.array(), json.tokenStart(), json.tokenEnd(), scratch, SHORT)
        : json.tokenEnd() - json.tokenStart();
  }

  void skip() {
    json.skip();
  }

  /** Reads an event's id; null when the value is none. */
  @Nullable EventId id() {
    if (!json.string()) {
      json.skip();
      return null;
    }
    int length = token();
    return json.tokenEscaped()
        ? EventId.parse(scratch, 0, length)
        : EventId.parse(json.array(), json.tokenStart(), length);
  }

  /** Reads whether a value is the literal true. */
  boolean isTrue() {
    if (!json.scalar()) {
      json.skip();
      return false;
    }
    return json.array()[json.tokenStart()] == 't';
  }

  /** Hashes a value as it is; leaves {@code into} clear when it is empty, zero, false or null. */
  void hash(Lanes into) {
    hasher.hash(json, into);
  }

  /** As {@link #hash} for a text, whose numbers and ids are placeholders. */
  void hashText(Lanes into) {
    hasher.hashText(json, into);
  }

  /** As {@link #hash}, and notes where the value stands if it is a text. */
  void hash(Lanes into, FoundTexts texts, EventText text) {
    int start = nextStart();
    hasher.hash(json, into);
    note(start, texts, text);
  }

  /** As {@link #hashText}, and notes where the value stands if it is a text. */
  void hashText(Lanes into, FoundTexts texts, EventText text) {
    int start = nextStart();
    hasher.hashText(json, into);
    note(start, texts, text);
  }

  /** Skips a value, and notes where it stands if it is a text. */
  void skip(FoundTexts texts, EventText text) {
    int start = nextStart();
    json.skip();
    note(start, texts, text);
  }

  private int nextStart() {
    return JsonBytes.skipSpace(json.array(), json.position(), json.end());
  }

  /** Of the texts that stand in the event itself the first counts, of others the last. */
  private void note(int start, FoundTexts texts, EventText text) {
    if (text.firstCounts && texts.isSet(text)) {
      return;
    }
    if (!json.broken() && json.array()[start] == '"') {
      texts.set(text, start + 1, json.position() - 1);
    } else {
      texts.clear(text);
    }
  }

  void hashOpaque(byte[] bytes, int offset, int length, Lanes into) {
    hasher.hashOpaque(bytes, offset, length, into);
  }

  /**
   * Hashes the frames of a stack trace; clear when there are none.
   *
   * @return whether any is marked as one of the program itself
   */
  boolean hashFrames(Lanes into) {
    into.clear();
    boolean own = false;
    if (!object()) {
      return false;
    }
    for (Member member = nextMember(); member != null; member = nextMember()) {
      if (member == Member.FRAMES) {
        own = hasher.hashFrames(json, into);
      } else {
        skip();
      }
    }
    return own;
  }

  /** Whether the frames last hashed tell nothing of where they are. */
  boolean blindFrames() {
    return hasher.blindFrames();
  }

  /** Whether the mechanism at an index, read before, says that an exception was made up. */
  boolean isSynthetic(int mechanism) {
    int position = json.position();
    boolean synthetic = false;
    if (moveBack(mechanism) && object()) {
      for (Member member = nextMember(); member != null; member = nextMember()) {
        if (member == Member.SYNTHETIC) {
          synthetic = isTrue();
        } else {
          skip();
        }
      }
    }
    if (!json.broken()) {
      json.moveTo(position);
    }
    return synthetic;
  }

  /** Whether the next value is the variable {@code {{ default }}}; consumes nothing. */
  boolean isDefaultVariable() {
    int start = JsonBytes.skipSpace(json.array(), json.position(), json.end());
    int end = json.end();
    byte[] array = json.array();
    if (start >= end || array[start] != '"') {
      return false;
    }
    int i = word(array, start + 1, end, "{{");
    i = word(array, i, end, "default");
    i = word(array, i, end, "}}");
    return i >= 0 && i < end && array[i] == '"';
  }

  /** Whether the next value is a string that may start as a variable; consumes nothing. */
  boolean mayBeVariable() {
    int start = nextStart();
    byte[] array = json.array();
    return start + 2 < json.end()
        && array[start] == '"'
        && (array[start + 1] == '\\'
            || (array[start + 1] == '{' && (array[start + 2] == '{' || array[start + 2] == '\\')));
  }

  /** Index after a word and the blanks around it, or -1. */
  private static int word(byte[] array, int from, int end, String word) {
    if (from < 0) {
      return -1;
    }
    int i = from;
    while (i < end && array[i] == ' ') {
      i++;
    }
    if (end - i < word.length()) {
      return -1;
    }
    for (int at = 0; at < word.length(); at++) {
      if (array[i + at] != word.charAt(at)) {
        return -1;
      }
    }
    i += word.length();
    while (i < end && array[i] == ' ') {
      i++;
    }
    return i;
  }
}
