/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the garbage collector of a process has written with {@code -Xlog:gc}. Thread-safe. */
record GcLog(Path file) {
  /** Of any collector: {@code GC(7) Pause ... 50M->12M(256M) 3.4ms}. */
  private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\)");

  /** What the heap held behind each pause, in MiB: what lives, and garbage not yet found. */
  List<Integer> mebibytesAfterPauses() throws IOException {
    return Files.readAllLines(file).stream()
        .map(PAUSE::matcher)
        .filter(Matcher::find)
        .map(pause -> Integer.valueOf(pause.group(2)))
        .toList();
  }
}
