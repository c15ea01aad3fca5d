/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

/** The tables of a file. What is done with them is in a transaction of the file. */
record SpoolTables(FrameTable frames, EventTables events, LetterTable letters) {
  static SpoolTables of(SpoolFile file) {
    return new SpoolTables(new FrameTable(file), new EventTables(file), new LetterTable(file));
  }
}
