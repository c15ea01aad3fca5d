/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import org.jspecify.annotations.Nullable;

/**
 * What an event says of its exceptions, in the forms clients write it: an object with a list of
 * values, a bare list, a single object. Belongs to one {@link GroupingPass} and is used again. Not
 * thread-safe.
 */
final class ExceptionRules {
  /** How the exceptions were written. */
  enum Form {
    ABSENT,
    VALUES,
    LIST,
    SINGLE
  }

  /** Of how many different exceptions of a chain repeats are known. */
  private static final int MAX_DIFFERENT = 16;

  private final Lanes frames;
  private final Lanes type;
  private final Lanes value;
  private final Lanes outerFrames;
  private final Lanes outerType;
  private final Lanes outerValue;

  private final Lanes[] different = new Lanes[MAX_DIFFERENT];
  private final Lanes one;
  private final Lanes byFrames;
  private final Lanes byValues;
  private final Lanes byTypes;
  private int count;
  private Form form = Form.ABSENT;

  ExceptionRules(KeyedMix mix) {
    frames = new Lanes(mix);
    type = new Lanes(mix);
    value = new Lanes(mix);
    outerFrames = new Lanes(mix);
    outerType = new Lanes(mix);
    outerValue = new Lanes(mix);
    one = new Lanes(mix);
    for (int i = 0; i < MAX_DIFFERENT; i++) {
      different[i] = new Lanes(mix);
    }
    byFrames = new Lanes(mix);
    byValues = new Lanes(mix);
    byTypes = new Lanes(mix);
  }

  void clear() {
    form = Form.ABSENT;
    clearList();
  }

  private void clearList() {
    count = 0;
    byFrames.clear();
    byValues.clear();
    byTypes.clear();
  }

  Form form() {
    return form;
  }

  /** Whether the Python program looked for frames in this form. */
  boolean isOriginal() {
    return form == Form.VALUES || form == Form.LIST;
  }

  boolean isObject() {
    return form == Form.VALUES || form == Form.SINGLE;
  }

  /** Frames and type of each exception that has frames. */
  Lanes byFrames() {
    return byFrames;
  }

  /** Value and type of each exception that has a value. */
  Lanes byValues() {
    return byValues;
  }

  /** The best there is, or null. */
  @Nullable Lanes any() {
    if (byFrames.present()) {
      return byFrames;
    }
    if (byValues.present()) {
      return byValues;
    }
    return byTypes.present() ? byTypes : null;
  }

  /** Reads a value that should hold exceptions. */
  void read(EventJson json, FoundTexts texts) {
    clear();
    if (json.array()) {
      form = Form.LIST;
      readList(json, texts);
    } else if (json.object()) {
      readObject(json, texts);
    }
  }

  private void readObject(EventJson json, FoundTexts texts) {
    boolean any = false;
    outerFrames.clear();
    outerType.clear();
    outerValue.clear();
    for (Member member = json.nextMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case VALUES -> {
          clearList();
          any = false;
          if (json.array()) {
            any = readList(json, texts);
          } else {
            json.skip();
          }
        }
        case STACKTRACE -> json.hashFrames(outerFrames);
        case TYPE -> json.hash(outerType, texts, EventText.EXCEPTION_TYPE);
        case VALUE -> json.hashText(outerValue, texts, EventText.EXCEPTION_VALUE);
        default -> json.skip();
      }
    }
    form = any ? Form.VALUES : Form.SINGLE;
    if (!any) {
      add(outerFrames, outerType, outerValue);
    }
  }

  /** Reads the elements of an array that was stepped into; answers whether there were any. */
  private boolean readList(EventJson json, FoundTexts texts) {
    boolean any = false;
    while (json.nextElement()) {
      any = true;
      if (json.object()) {
        readOne(json, texts);
      }
    }
    return any;
  }

  private void readOne(EventJson json, FoundTexts texts) {
    frames.clear();
    type.clear();
    value.clear();
    texts.clear(EventText.EXCEPTION_TYPE);
    texts.clear(EventText.EXCEPTION_VALUE);
    boolean own = false;
    boolean blind = false;
    int mechanism = -1;
    for (Member member = json.nextMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case STACKTRACE -> {
          own = json.hashFrames(frames);
          blind = json.blindFrames();
        }
        case MECHANISM -> {
          mechanism = json.position();
          json.skip();
        }
        case TYPE -> json.hash(type, texts, EventText.EXCEPTION_TYPE);
        case VALUE -> json.hashText(value, texts, EventText.EXCEPTION_VALUE);
        default -> json.skip();
      }
    }
    boolean synthetic = !own && mechanism >= 0 && json.isSynthetic(mechanism);
    if (frames.present() && (blind || synthetic)) {
      // The frames are the SDK's own, or of a page that any script runs in: only the value tells.
      frames.append(value);
    }
    add(frames, type, value);
  }

  private void add(Lanes frames, Lanes type, Lanes value) {
    if (frames.present() && !isRepeat(frames, type)) {
      byFrames.append(frames);
      byFrames.append(type);
    }
    if (value.present()) {
      byValues.append(value);
      byValues.append(type);
    }
    byTypes.append(type);
  }

  /**
   * Whether the chain has held the same exception before. Exceptions come in groups of as many as
   * there were tasks that failed, and how many that were makes no other error.
   */
  private boolean isRepeat(Lanes frames, Lanes type) {
    if (!type.present()) {
      return false;
    }
    one.clear();
    one.append(frames);
    one.append(type);
    for (int i = 0; i < count; i++) {
      if (different[i].sameAs(one)) {
        return true;
      }
    }
    if (count < MAX_DIFFERENT) {
      different[count++].set(one);
    }
    return false;
  }
}
