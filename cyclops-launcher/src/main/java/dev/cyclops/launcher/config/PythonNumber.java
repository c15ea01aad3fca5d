/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Literal.Decimal;
import dev.cyclops.launcher.config.Literal.Whole;

/** Reads numbers of Python and calculates with them: {@code 0x1F}, {@code 1_000}, {@code 1.5e3}. */
final class PythonNumber {
  private static final String TOO_LARGE = "the number is too large";

  private PythonNumber() {}

  /** Whether an unsigned number starts here. */
  static boolean startsAt(SourceText source) {
    return isDigit(source.peek()) || (source.peek() == '.' && isDigit(source.peek(1)));
  }

  static Literal read(SourceText source) throws LiteralException {
    String token = token(source);
    String digits = token.replace("_", "");
    try {
      if (token.endsWith("_") || token.contains("__") || token.contains("._")) {
        throw new NumberFormatException();
      }
      if (digits.length() > 1 && digits.charAt(0) == '0' && Character.isLetter(digits.charAt(1))) {
        return new Whole(Long.parseLong(digits.substring(2), radix(digits.charAt(1))));
      }
      if (digits.matches("[0-9]+")) {
        return new Whole(Long.parseLong(digits));
      }
      if (digits.matches("[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?")) {
        return finite(Double.parseDouble(digits), source.line());
      }
      throw new NumberFormatException();
    } catch (NumberFormatException e) {
      boolean wellFormed = digits.matches("[0-9]+|0[xX][0-9a-fA-F]+");
      throw new LiteralException(
          source.line(), wellFormed ? TOO_LARGE : "this is no number", wellFormed ? null : token);
    }
  }

  static Literal negate(Literal number, int line) throws LiteralException {
    return calculate('-', new Whole(0), number, line);
  }

  static Literal calculate(char sign, Literal left, Literal right, int line)
      throws LiteralException {
    try {
      if (left instanceof Whole a && right instanceof Whole b) {
        return new Whole(
            switch (sign) {
              case '*' -> Math.multiplyExact(a.value(), b.value());
              case '+' -> Math.addExact(a.value(), b.value());
              default -> Math.subtractExact(a.value(), b.value());
            });
      }
    } catch (ArithmeticException e) {
      throw new LiteralException(line, TOO_LARGE);
    }
    double a = decimal(left, line);
    double b = decimal(right, line);
    return finite(
        switch (sign) {
          case '*' -> a * b;
          case '+' -> a + b;
          default -> a - b;
        },
        line);
  }

  /** No setting means infinity, and nothing that is calculated with it is a number any more. */
  private static Decimal finite(double value, int line) throws LiteralException {
    if (!Double.isFinite(value)) {
      throw new LiteralException(line, TOO_LARGE);
    }
    // Adding zero makes a negative zero, which no setting tells apart, the one that is written.
    return new Decimal(value + 0.0);
  }

  private static double decimal(Literal literal, int line) throws LiteralException {
    if (literal instanceof Whole whole) {
      return whole.value();
    }
    if (literal instanceof Decimal decimal) {
      return decimal.value();
    }
    throw new LiteralException(line, "only numbers can be calculated with *, + and -");
  }

  private static String token(SourceText source) {
    int start = source.at();
    while (true) {
      char c = source.peek();
      if (isDigit(c) || Character.isLetter(c) || c == '.' || c == '_') {
        boolean hex = source.peek(1) == 'x' || source.since(start).matches("0[xX].*");
        source.next();
        boolean exponent = !hex && (c == 'e' || c == 'E');
        if (exponent && (source.peek() == '+' || source.peek() == '-')) {
          source.next();
        }
      } else {
        return source.since(start);
      }
    }
  }

  private static int radix(char letter) {
    return switch (letter) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> throw new NumberFormatException();
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
