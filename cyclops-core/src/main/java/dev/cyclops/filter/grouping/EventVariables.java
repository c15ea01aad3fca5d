/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.event.Payload;
import dev.cyclops.payload.JsonScanner;

/**
 * What the variables of a fingerprint stand for in one event, as hashes that are clear where the
 * event does not say it. The exception is the last of its chain. Belongs to one {@link
 * FingerprintVariables} and is used again. Not thread-safe.
 */
final class EventVariables {
  /** What Sentry makes tags of by itself. */
  private static final String[] TAGGED = {
    "release", "environment", "server_name", "transaction", "level", "logger"
  };

  private static final int TRANSACTION = 3;
  private static final int LEVEL = 4;
  private static final int LOGGER = 5;

  private final JsonScanner json = new JsonScanner();
  private final JsonHasher hasher;
  private final EventTags tags;
  private final Lanes[] tagged = new Lanes[TAGGED.length];
  private final Lanes formatted;
  private final Lanes template;
  private final Lanes type;
  private final Lanes value;
  private final Lanes valueText;
  private final CrashFrame ofException;
  private final CrashFrame ofEvent;
  private final CrashFrame ofThread;
  private int threads;

  EventVariables(KeyedMix mix, JsonHasher hasher) {
    this.hasher = hasher;
    tags = new EventTags(hasher);
    for (int i = 0; i < tagged.length; i++) {
      tagged[i] = new Lanes(mix);
    }
    formatted = new Lanes(mix);
    template = new Lanes(mix);
    type = new Lanes(mix);
    value = new Lanes(mix);
    valueText = new Lanes(mix);
    ofException = new CrashFrame(mix, hasher);
    ofEvent = new CrashFrame(mix, hasher);
    ofThread = new CrashFrame(mix, hasher);
  }

  Lanes transaction() {
    return tagged[TRANSACTION];
  }

  Lanes level() {
    return tagged[LEVEL];
  }

  Lanes logger() {
    return tagged[LOGGER];
  }

  /** The text for people, with its placeholders. */
  Lanes message() {
    if (formatted.present()) {
      return formatted;
    }
    return template.present() ? template : valueText;
  }

  Lanes type() {
    return type;
  }

  Lanes value() {
    return value;
  }

  /** What a variable names in the frame that failed. */
  Lanes frame(String variable) {
    CrashFrame frame = ofException;
    if (!frame.found()) {
      frame = ofEvent;
    }
    return !frame.found() && threads == 1 ? ofThread.member(variable) : frame.member(variable);
  }

  /** Reads an event whose JSON is well formed. */
  void read(Payload event) {
    clear();
    json.reset(event.array(), event.offset(), event.length());
    if (json.enterObject()) {
      while (json.nextMember()) {
        readMember();
      }
    }
  }

  private void clear() {
    for (Lanes lanes : tagged) {
      lanes.clear();
    }
    formatted.clear();
    template.clear();
    ofEvent.clear();
    clearException();
    ofThread.clear();
    threads = 0;
    tags.clear();
  }

  void release() {
    json.release();
    tags.clear();
  }

  private void readMember() {
    for (int i = 0; i < TAGGED.length; i++) {
      if (json.tokenIs(TAGGED[i])) {
        hasher.hash(json, tagged[i]);
        return;
      }
    }
    if (json.tokenIs("exception") || json.tokenIs("sentry.interfaces.Exception")) {
      readException();
    } else if (json.tokenIs("stacktrace") || json.tokenIs("sentry.interfaces.Stacktrace")) {
      ofEvent.read(json);
    } else if (json.tokenIs("threads")) {
      readThreads();
    } else if (json.tokenIs("logentry")
        || json.tokenIs("message")
        || json.tokenIs("sentry.interfaces.Message")) {
      readMessage();
    } else if (json.tokenIs("tags")) {
      tags.note(json);
    } else {
      json.skip();
    }
  }

  private void readMessage() {
    if (!json.enterObject()) {
      hasher.hashText(json, template);
      return;
    }
    while (json.nextMember()) {
      if (json.tokenIs("formatted")) {
        hasher.hashText(json, formatted);
      } else if (json.tokenIs("message")) {
        hasher.hashText(json, template);
      } else {
        json.skip();
      }
    }
  }

  private void clearException() {
    type.clear();
    value.clear();
    valueText.clear();
    ofException.clear();
  }

  private void readException() {
    clearException();
    if (json.enterArray()) {
      readExceptions();
    } else if (json.enterObject()) {
      readExceptionMembers();
    } else {
      json.skip();
    }
  }

  private void readExceptions() {
    while (json.nextElement()) {
      clearException();
      if (json.enterObject()) {
        readExceptionMembers();
      } else {
        json.skip();
      }
    }
  }

  private void readExceptionMembers() {
    while (json.nextMember()) {
      if (json.tokenIs("values") && json.enterArray()) {
        readExceptions();
      } else if (json.tokenIs("type")) {
        hasher.hash(json, type);
      } else if (json.tokenIs("value")) {
        int start = json.position();
        hasher.hash(json, value);
        json.moveTo(start);
        hasher.hashText(json, valueText);
      } else if (json.tokenIs("stacktrace")) {
        ofException.read(json);
      } else {
        json.skip();
      }
    }
  }

  private void readThreads() {
    threads = 0;
    if (json.enterArray()) {
      readThreadList();
    } else if (json.enterObject()) {
      while (json.nextMember()) {
        if (json.tokenIs("values") && json.enterArray()) {
          readThreadList();
        } else {
          json.skip();
        }
      }
    } else {
      json.skip();
    }
  }

  private void readThreadList() {
    while (json.nextElement()) {
      threads++;
      if (!json.enterObject()) {
        json.skip();
        continue;
      }
      while (json.nextMember()) {
        if (json.tokenIs("stacktrace")) {
          ofThread.read(json);
        } else {
          json.skip();
        }
      }
    }
  }

  /** Hashes the value of the tag whose name stands between two indexes. */
  void hashTag(byte[] name, int from, int to, Lanes into) {
    tags.hash(name, from, to, into);
    for (int i = 0; i < TAGGED.length && !into.present(); i++) {
      if (is(name, from, to, TAGGED[i])) {
        into.set(tagged[i]);
      }
    }
  }

  private static boolean is(byte[] name, int from, int to, String word) {
    boolean same = to - from == word.length();
    for (int i = from; same && i < to; i++) {
      same = name[i] == word.charAt(i - from);
    }
    return same;
  }
}
