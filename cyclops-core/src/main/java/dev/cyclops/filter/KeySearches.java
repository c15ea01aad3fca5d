/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.EventFields.Field;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What to search the rest of an event for once its group is settled: the members that could still
 * change the group or the id, and those that hold a text that is wanted and was not met yet. Each
 * search is built when it is needed first, and kept. Thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // bits that never leave this class
final class KeySearches {
  private static final Field[] FIELDS = Field.values();

  private static final int EXCEPTION =
      1 << Field.EXCEPTION_TYPE.ordinal() | 1 << Field.EXCEPTION_VALUE.ordinal();
  private static final int MESSAGE = 1 << Field.MESSAGE.ordinal();
  private static final int TRANSACTION_EVENT = 1 << FIELDS.length;

  private final AtomicReferenceArray<KeySearch> searches =
      new AtomicReferenceArray<>(2 * TRANSACTION_EVENT);

  /** Which texts are wanted, as a number to ask with. */
  static int wanted(Set<Field> fields) {
    int wanted = 0;
    if (!fields.isEmpty()) {
      for (Field field : FIELDS) {
        wanted |= fields.contains(field) ? 1 << field.ordinal() : 0;
      }
    }
    return wanted;
  }

  /** The search for an event of which some texts were met. */
  KeySearch of(int wanted, EventFields met, boolean isTransaction) {
    int which = wanted | (isTransaction ? TRANSACTION_EVENT : 0);
    for (int i = 0; wanted != 0 && i < FIELDS.length; i++) {
      Field field = FIELDS[i];
      if (field.firstCounts && met.isSet(field)) {
        which &= ~(1 << i);
      }
    }
    KeySearch search = searches.get(which);
    if (search == null) {
      search = new KeySearch(members(which));
      searches.set(which, search);
    }
    return search;
  }

  private static Set<Member> members(int which) {
    Set<Member> members = EnumSet.of(Member.EVENT_ID);
    boolean isTransaction = (which & TRANSACTION_EVENT) != 0;
    if (isTransaction) {
      members.add(Member.TRANSACTION);
      members.add(Member.CONTEXTS);
    } else {
      members.add(Member.FINGERPRINT);
      members.add(Member.EXCEPTION);
    }
    if ((which & EXCEPTION) != 0) {
      members.add(Member.INTERFACE_EXCEPTION);
      if (isTransaction) {
        members.add(Member.EXCEPTION);
      }
    }
    if ((which & MESSAGE) != 0) {
      members.addAll(List.of(Member.MESSAGE, Member.LOGENTRY, Member.INTERFACE_MESSAGE));
    }
    for (Field field : FIELDS) {
      if (field.firstCounts && (which & 1 << field.ordinal()) != 0) {
        members.add(Member.valueOf(field.name()));
      }
    }
    return members;
  }
}
