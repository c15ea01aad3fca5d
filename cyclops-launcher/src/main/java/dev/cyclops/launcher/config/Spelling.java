/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the word that was meant. */
final class Spelling {
  private Spelling() {}

  /** The word that takes the fewest changes, upper and lower case being the same. */
  static String nearest(String word, Collection<String> words) {
    return words.stream().min(Comparator.comparingInt(w -> distance(word, w))).orElseThrow();
  }

  /** How many letters have to be put in, taken out or changed. */
  static int distance(String left, String right) {
    String a = left.toUpperCase(Locale.ROOT);
    String b = right.toUpperCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
