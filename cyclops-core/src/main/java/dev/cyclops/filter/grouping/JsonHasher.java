/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.JsonBytes;
import dev.cyclops.payload.JsonScanner;

/**
 * Hashes the value a {@link JsonScanner} stands at. Equal values have equal hashes, however they
 * are written: members count in any order, escapes are decoded first. What does not tell groups
 * apart is left out: local variables and memory addresses, and in texts everything that {@link
 * TextPattern} takes for a placeholder. Not thread-safe.
 *
 * <p>This is where the time of a flood goes: positions and sums stay in local variables.
 */
final class JsonHasher extends StringHasher {
  /** Tell kinds of values apart; they enter as the first word. */
  private static final long ARRAY = 0xA88A;

  private static final long OBJECT = 0x0B7E;

  private final NameMemo names = new NameMemo();
  private final FrameMemo frames = new FrameMemo();
  private boolean asText;

  private final FrameNames frameNames;
  private int mark;

  /** What the last object said of itself. */
  private int frameMarks;

  private boolean ownFrames;
  private boolean blindFrames;

  /** Whether the next array holds frames. */
  private boolean onlyFrames;

  JsonHasher(KeyedMix mix) {
    super(mix);
    frameNames = new FrameNames(this::hashOf);
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
    onlyFrames = false;
    if (broken) {
      json.fail();
    } else {
      json.moveTo(next);
      if (truthy) {
        into.append(high, low);
      }
    }
  }

  /** Hashes the value at an index; answers the index after it. */
  private int value(int from, int levels) {
    int i = JsonBytes.skipSpace(array, from, end);
    if (i >= end) {
      return fail();
    }
    return switch (array[i]) {
      case '"' -> asText ? slowString(i + 1, true) : string(i + 1);
      case '{' -> levels == 0 ? fail() : object(i + 1, levels - 1, false);
      case '[' -> levels == 0 ? fail() : elements(i + 1, levels - 1);
      default -> scalar(i, asText);
    };
  }

  /**
   * Hashes the frames of a stack trace: those of the program itself, or all where none is marked as
   * such; of frames that equal the one before them, as in a recursion, the first.
   *
   * @return whether any was marked
   */
  boolean hashFrames(JsonScanner json, Lanes into) {
    onlyFrames = true;
    ownFrames = false;
    blindFrames = false;
    hash(json, into, false);
    return ownFrames;
  }

  /** Whether all of the frames last hashed named no function and no file but the page. */
  boolean blindFrames() {
    return blindFrames;
  }

  private int elements(int from, int levels) {
    if (!onlyFrames) {
      return array(from, levels);
    }
    onlyFrames = false;
    return frames(from, levels);
  }

  private int frames(int from, int levels) {
    long h = highSeed ^ ARRAY;
    long l = lowSeed ^ ARRAY;
    long ownHigh = h;
    long ownLow = l;
    long lastHigh = 0;
    long lastLow = 0;
    int i = JsonBytes.skipSpace(array, from, end);
    boolean empty = i < end && array[i] == ']';
    boolean own = false;
    boolean blind = !empty;
    if (empty) {
      i++;
    }
    for (boolean more = !empty; more; i++) {
      frameMarks = 0;
      i = JsonBytes.skipSpace(array, i, end);
      boolean mayBeFrame = i < end && array[i] == '{' && levels > 0;
      i = mayBeFrame ? object(i + 1, levels - 1, true) : value(i, levels);
      i = JsonBytes.skipSpace(array, i, end);
      blind &= (frameMarks & (FrameNames.NAMED | FrameNames.OF_PAGE)) == FrameNames.OF_PAGE;
      if (high != lastHigh || low != lastLow) {
        lastHigh = high;
        lastLow = low;
        h = KeyedMix.mix(h ^ high, highKey);
        l = KeyedMix.mix(l ^ low, lowKey);
        if ((frameMarks & FrameNames.IN_APP_MARK) != 0) {
          own = true;
          ownHigh = KeyedMix.mix(ownHigh ^ high, highKey);
          ownLow = KeyedMix.mix(ownLow ^ low, lowKey);
        }
      }
      if (i >= end || (array[i] != ',' && array[i] != ']')) {
        return fail();
      }
      more = array[i] == ',';
    }
    ownFrames = own;
    blindFrames = blind;
    return own ? done(i, ownHigh, ownLow, true) : done(i, h, l, !empty);
  }

  private int array(int from, int levels) {
    long h = highSeed ^ ARRAY;
    long l = lowSeed ^ ARRAY;
    int i = JsonBytes.skipSpace(array, from, end);
    boolean empty = i < end && array[i] == ']';
    if (empty) {
      i++;
    }
    for (boolean more = !empty; more; i++) {
      i = JsonBytes.skipSpace(array, value(i, levels), end);
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
  private int object(int from, int levels, boolean isFrame) {
    long h = 0;
    long l = 0;
    int i = JsonBytes.skipSpace(array, from, end);
    boolean empty = i < end && array[i] == '}';
    if (empty) {
      i++;
    }
    int member = 0;
    int address = 0;
    int marks = 0;
    boolean more = !empty;
    // Where to remember a frame from; -1 for nothing to remember.
    int unknown = -1;
    if (isFrame && more) {
      FrameMemo.Entry known = frames.find(array, i, end, levels);
      if (known == null) {
        unknown = i;
      } else {
        i += known.length;
        more = array[i - 1] == ',';
        h = known.high;
        l = known.low;
        marks = known.marks;
        member = known.members;
      }
    }
    for (; more; i++) {
      int start = i;
      i = JsonBytes.skipSpace(array, i, end);
      if (i >= end || array[i] != '"') {
        return fail();
      }
      NameMemo.Name name = names.at(levels, member++);
      i = JsonBytes.skipSpace(array, name(i + 1, name), end);
      if (i >= end || array[i] != ':') {
        return fail();
      }
      int kind = name.kind;
      if (kind >= FrameNames.ADDRESS) {
        if (unknown >= 0) {
          remember(unknown, start, levels, member - 1, h, l, marks);
          unknown = -1;
        }
        address = kind == FrameNames.ADDRESS ? i + 1 : address;
        i = skip(i + 1, levels);
      } else {
        // Before the value: an object in it may take the place of this name.
        long nameHigh = name.high;
        long nameLow = name.low;
        if (kind == FrameNames.ANY) {
          i = value(i + 1, levels);
        } else {
          i = ofFrame(kind, i + 1, levels);
          marks |= mark;
        }
        h += KeyedMix.mix(nameHigh ^ Long.rotateLeft(high, 23), highKey ^ high);
        l += KeyedMix.mix(nameLow ^ Long.rotateLeft(low, 23), lowKey ^ low);
      }
      i = JsonBytes.skipSpace(array, i, end);
      if (i >= end || (array[i] != ',' && array[i] != '}')) {
        return fail();
      }
      more = array[i] == ',';
    }
    if (unknown >= 0) {
      remember(unknown, i, levels, member, h, l, marks);
    }
    frameMarks = marks;
    if (address != 0 && (marks & FrameNames.NAMED) == 0) {
      long offset = frameNames.pageOffset(array, address, end);
      h += KeyedMix.mix(highSeed ^ offset, highKey);
      l += KeyedMix.mix(lowSeed ^ offset, lowKey);
    }
    return done(
        i,
        KeyedMix.mix(h ^ highSeed ^ OBJECT, highKey),
        KeyedMix.mix(l ^ lowSeed ^ OBJECT, lowKey),
        !empty);
  }

  private void remember(int from, int to, int levels, int members, long h, long l, int marks) {
    FrameMemo.Entry entry = frames.keep(array, from, to - from, end, levels);
    if (entry != null) {
      entry.members = members;
      entry.high = h;
      entry.low = l;
      entry.marks = marks;
    }
  }

  /** Reads a name into what is remembered for its place; answers the index after its quote. */
  private int name(int start, NameMemo.Name name) {
    boolean room = end - start >= 2 * Long.BYTES;
    if (room && NameMemo.matches(name, array, start)) {
      return start + name.bytes;
    }
    int next = string(start);
    name.bytes = 0;
    if (room && !broken) {
      NameMemo.remember(name, array, start, next - start);
    }
    name.high = high;
    name.low = low;
    name.kind = frameNames.kindOf(high);
    return next;
  }

  /** Hashes the value of a member of frames that may differ between repeats of one error. */
  private int ofFrame(int kind, int from, int levels) {
    int i = JsonBytes.skipSpace(array, from, end);
    boolean text = i < end && array[i] == '"';
    boolean rewritten =
        text
            && !asText
            && ((kind == FrameNames.FILE && FrameFile.isUrl(array, i + 1, end))
                || (kind == FrameNames.MODULE && GeneratedNames.mayBe(array, i + 1, end)));
    int next = rewritten ? rewritten(i + 1, kind == FrameNames.FILE) : value(i, levels);
    mark = 0;
    if (kind == FrameNames.IN_APP) {
      mark = truthy ? FrameNames.IN_APP_MARK : 0;
    } else if (kind == FrameNames.FILE) {
      mark = rewritten && page ? FrameNames.OF_PAGE : 0;
    } else if (kind == FrameNames.FUNCTION) {
      boolean unknown = text && FrameNames.isUnknown(array, i + 1, next - 1);
      mark = truthy && !unknown ? FrameNames.NAMED : 0;
      if (unknown) {
        hashScratch(0);
      }
    }
    return next;
  }

  private int skip(int from, int levels) {
    int next = JsonBytes.valueEnd(array, from, end, levels);
    return next < 0 ? fail() : next;
  }
}
