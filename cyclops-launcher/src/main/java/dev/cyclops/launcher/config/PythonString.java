/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/** Reads one string of Python, quotes and prefix included, escapes resolved. */
final class PythonString {
  private static final String PREFIXES = "uUrRbB";

  private PythonString() {}

  /** Whether a string starts here. */
  static boolean startsAt(SourceText source) {
    return prefixLength(source) >= 0;
  }

  static String read(SourceText source) throws LiteralException {
    int prefix = prefixLength(source);
    boolean raw = false;
    for (int i = 0; i < prefix; i++) {
      char c = source.next();
      raw |= c == 'r' || c == 'R';
    }
    int startLine = source.line();
    char quote = source.peek();
    String triple = String.valueOf(quote).repeat(3);
    boolean isTriple = source.startsWith(triple);
    source.skip(isTriple ? 3 : 1);
    StringBuilder value = new StringBuilder();
    while (true) {
      if (source.atEnd() || (!isTriple && source.peek() == '\n')) {
        throw new LiteralException(startLine, "the string has no closing quote");
      }
      if (isTriple ? source.startsWith(triple) : source.peek() == quote) {
        source.skip(isTriple ? 3 : 1);
        return value.toString();
      }
      char c = source.next();
      if (c != '\\') {
        value.append(c);
      } else if (raw) {
        value.append(c);
        if (!source.atEnd()) {
          value.append(source.next());
        }
      } else if (!source.atEnd()) {
        escape(source, value);
      }
    }
  }

  /** How many letters stand before the quote; -1 when this is no string. */
  private static int prefixLength(SourceText source) {
    int length = 0;
    while (length < 2 && isPrefix(source.peek(length))) {
      length++;
    }
    char c = source.peek(length);
    return c == '\'' || c == '"' ? length : -1;
  }

  private static boolean isPrefix(char c) {
    return PREFIXES.indexOf(c) >= 0;
  }

  private static void escape(SourceText source, StringBuilder value) throws LiteralException {
    char c = source.next();
    switch (c) {
      case '\n' -> {}
      case '\\', '\'', '"' -> value.append(c);
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000B');
      case 'x' -> value.appendCodePoint(number(source, 2, 16));
      case 'u' -> value.appendCodePoint(number(source, 4, 16));
      case 'U' -> value.appendCodePoint(number(source, 8, 16));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(source, value, c);
      // As in Python: an unknown escape stays as it is.
      default -> value.append('\\').append(c);
    }
  }

  private static void octal(SourceText source, StringBuilder value, char first) {
    int code = first - '0';
    for (int i = 0; i < 2 && source.peek() >= '0' && source.peek() <= '7'; i++) {
      code = 8 * code + source.next() - '0';
    }
    value.append((char) code);
  }

  private static int number(SourceText source, int digits, int radix) throws LiteralException {
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(source.peek(), radix);
      code = code * radix + digit;
      if (digit < 0 || !Character.isValidCodePoint(code)) {
        throw new LiteralException(
            source.line(), "an escape in the string needs " + digits + " hexadecimal digits");
      }
      source.next();
    }
    return code;
  }
}
