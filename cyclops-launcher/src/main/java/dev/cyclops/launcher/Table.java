/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as it must be; numbers stand to the right. Not thread-safe. */
final class Table {
  private static final int GAP = 2;

  private final List<List<String>> rows = new ArrayList<>();

  void add(List<String> row) {
    rows.add(row.stream().map(Table::printable).toList());
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        String blanks = " ".repeat(width(column) - cell.length());
        boolean number = cell.matches("-?[0-9.]+");
        line.append(number ? blanks + cell : cell + blanks).append(" ".repeat(GAP));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  /** What a stranger has written must not give orders to a terminal. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
