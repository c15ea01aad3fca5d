/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/**
 * A position in a text, and the steps that all readers share: blanks, comments, lines. Line ends
 * are line feeds only. Not thread-safe.
 */
final class SourceText {
  /** What {@link #peek} answers at the end. */
  static final char END = '\0';

  private final String text;
  private int at;
  private int line = 1;
  private int tokenEnd;
  private int blanksEnd;

  SourceText(String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    // A NUL would look like the end; it belongs into no configuration.
    this.text = plain.replace("\r\n", "\n").replace('\r', '\n').replace('\0', '\uFFFD');
  }

  int line() {
    return line;
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }

  boolean startsWith(String start) {
    return text.startsWith(start, at);
  }

  char next() {
    char c = text.charAt(at++);
    if (c == '\n') {
      line++;
    }
    return c;
  }

  void skip(int count) {
    for (int i = 0; i < count && !atEnd(); i++) {
      next();
    }
  }

  /** Skips blanks, comments and continued lines; line ends too where a bracket is open. */
  void skipBlanks(boolean acrossLines) {
    if (at != blanksEnd) {
      tokenEnd = at;
    }
    skipAllBlanks(acrossLines);
    blanksEnd = at;
  }

  private void skipAllBlanks(boolean acrossLines) {
    while (!atEnd()) {
      char c = peek();
      if (c == ' ' || c == '\t' || c == '\f' || (acrossLines && c == '\n')) {
        next();
      } else if (c == '\\' && peek(1) == '\n') {
        skip(2);
      } else if (c == '#') {
        skipComment();
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    while (!atEnd() && peek() != '\n') {
      next();
    }
  }

  void skipLine() {
    skipComment();
    skip(1);
  }

  /** A name such as {@code MAX_CACHE_USES} or {@code None}; empty when there is none. */
  String word() {
    int start = at;
    if (Character.isJavaIdentifierStart(peek()) && peek() != '$') {
      while (isPartOfWord(peek()) && !atEnd()) {
        next();
      }
    }
    return text.substring(start, at);
  }

  /** Java lets control characters into names, which would end up in messages. */
  private static boolean isPartOfWord(char c) {
    return Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c) && c != '$';
  }

  /** What stands from a position to the last blanks that were skipped. */
  String token(int start) {
    return text.substring(start, Math.max(start, tokenEnd));
  }

  String since(int start) {
    return text.substring(start, at);
  }

  /** Back, or forward, to the first character of a line. */
  void moveToLine(int wanted) {
    if (wanted <= line) {
      at = 0;
      line = 1;
    }
    while (line < wanted && !atEnd()) {
      next();
    }
  }
}
