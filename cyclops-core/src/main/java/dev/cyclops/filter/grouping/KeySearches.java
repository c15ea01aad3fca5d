/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What to search the rest of an event for once its group is settled: the members that could still
 * change the group or the id, and those that hold a text that is wanted and was not met yet. Each
 * search is built when it is needed first, and kept. Thread-safe. Public for the one who owns the
 * passes that share it, in a package that is not exported.
 */
@SuppressWarnings("EnumOrdinal") // bits that never leave this class
public final class KeySearches {
  private static final EventText[] TEXTS = EventText.values();

  private static final int EXCEPTION =
      1 << EventText.EXCEPTION_TYPE.ordinal() | 1 << EventText.EXCEPTION_VALUE.ordinal();
  private static final int MESSAGE = 1 << EventText.MESSAGE.ordinal();
  private static final int TRANSACTION_EVENT = 1 << TEXTS.length;

  private final AtomicReferenceArray<KeySearch> searches =
      new AtomicReferenceArray<>(2 * TRANSACTION_EVENT);

  /** No search was made yet. */
  public KeySearches() {}

  /**
   * A text that is wanted, as a number to ask with; those of several are joined with {@code |}.
   *
   * @param text which
   * @return one bit
   */
  public static int wanted(EventText text) {
    return 1 << text.ordinal();
  }

  /** The search for an event of which some texts were met. */
  KeySearch of(int wanted, FoundTexts met, boolean isTransaction) {
    int which = wanted | (isTransaction ? TRANSACTION_EVENT : 0);
    for (int i = 0; wanted != 0 && i < TEXTS.length; i++) {
      EventText text = TEXTS[i];
      if (text.firstCounts && met.isSet(text)) {
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
    for (EventText text : TEXTS) {
      if (text.firstCounts && (which & 1 << text.ordinal()) != 0) {
        members.add(Member.valueOf(text.name()));
      }
    }
    return members;
  }
}
