/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

/**
 * What a row takes of the pages of a file. A page holds whole rows, so that up to half of it stays
 * empty; a row that is longer than a page has pages of its own for all but a rest.
 */
final class PageFill {
  static final int PAGE_BYTES = 8192;

  /** What a page has for rows. */
  private static final int FOR_ROWS = PAGE_BYTES - 8;

  /** Number, lengths, types, and where it begins. */
  private static final int ROW_BYTES = 16;

  /** The longest row that stays within a page. */
  private static final int MOST_IN_A_PAGE = PAGE_BYTES - 35;

  /** What at least stays there of a longer one. */
  private static final int LEAST_IN_A_PAGE = (PAGE_BYTES - 12) * 32 / 255 - 23;

  /** Of a page that is another's continuation. */
  private static final int CONTINUED_BYTES = PAGE_BYTES - 4;

  private PageFill() {}

  /** What a row of so many bytes takes, among others of about its length. */
  static long bytes(int length) {
    if (length <= MOST_IN_A_PAGE) {
      return share(length);
    }
    int rest = LEAST_IN_A_PAGE + (length - LEAST_IN_A_PAGE) % CONTINUED_BYTES;
    int within = rest <= MOST_IN_A_PAGE ? rest : LEAST_IN_A_PAGE;
    long pages = (length - within + CONTINUED_BYTES - 1L) / CONTINUED_BYTES;
    return pages * PAGE_BYTES + share(within);
  }

  private static long share(int length) {
    int rows = Math.max(1, FOR_ROWS / (length + ROW_BYTES));
    return (PAGE_BYTES + rows - 1L) / rows;
  }
}
