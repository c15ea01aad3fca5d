/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

/** What a power cut finds the file system doing. */
enum Cut {
  /** Nothing: what it has in memory is gone. */
  FILE_SYSTEM,
  /** It has just written its journal, and none of the data yet that it did not have to. */
  FILE_SYSTEM_AFTER_ITS_JOURNAL,
  /** Whatever it was writing: the drive is gone below it, and it is told so. */
  DRIVE
}
