/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Literal.Bool;
import dev.cyclops.launcher.config.Literal.Dict;
import dev.cyclops.launcher.config.Literal.None;
import dev.cyclops.launcher.config.Literal.Sequence;
import dev.cyclops.launcher.config.Literal.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the literals of Python that configurations are made of: None, booleans, numbers with simple
 * arithmetic, strings, tuples, lists and dicts, nested. Runs nothing: names and calls are errors.
 */
final class PythonLiteral {
  static final String ACCEPTED =
      "accepted are None, True, False, numbers, 'strings', (tuples), [lists] and {dicts}";

  private static final int MAX_DEPTH = 50;

  private final SourceText source;
  private int depth;
  private int brackets;

  private PythonLiteral(SourceText source) {
    this.source = source;
  }

  /** A whole text that holds one literal and nothing else. */
  static Literal parse(String text) throws LiteralException {
    SourceText source = new SourceText(text.strip());
    Literal value = read(source);
    if (!source.atEnd()) {
      throw unexpected(source);
    }
    return value;
  }

  /** The literal at a position; ends before the end of its line, comment skipped. */
  static Literal read(SourceText source) throws LiteralException {
    PythonLiteral reader = new PythonLiteral(source);
    reader.skipBlanks();
    Literal first = reader.sum();
    if (source.peek() != ',') {
      return first;
    }
    List<Literal> items = new ArrayList<>(List.of(first));
    while (source.peek() == ',') {
      source.next();
      reader.skipBlanks();
      if (source.atEnd() || source.peek() == '\n') {
        break;
      }
      items.add(reader.sum());
    }
    return new Sequence(items);
  }

  private Literal sum() throws LiteralException {
    Literal value = product();
    while (source.peek() == '+' || source.peek() == '-') {
      int line = source.line();
      char sign = source.next();
      skipBlanks();
      value = PythonNumber.calculate(sign, value, product(), line);
    }
    return value;
  }

  private Literal product() throws LiteralException {
    Literal value = signed();
    while (source.peek() == '*' && source.peek(1) != '*') {
      int line = source.line();
      source.next();
      skipBlanks();
      value = PythonNumber.calculate('*', value, signed(), line);
    }
    return value;
  }

  private Literal signed() throws LiteralException {
    if (++depth > MAX_DEPTH) {
      throw new LiteralException(source.line(), "the value is nested too deeply");
    }
    Literal value;
    if (source.peek() == '-' || source.peek() == '+') {
      int line = source.line();
      char sign = source.next();
      skipBlanks();
      Literal number = signed();
      value =
          sign == '-'
              ? PythonNumber.negate(number, line)
              : PythonNumber.calculate('+', new Literal.Whole(0), number, line);
    } else {
      value = primary();
      skipBlanks();
    }
    depth--;
    return value;
  }

  private Literal primary() throws LiteralException {
    if (PythonString.startsAt(source)) {
      return strings();
    }
    if (PythonNumber.startsAt(source)) {
      return PythonNumber.read(source);
    }
    return switch (source.peek()) {
      case '(' -> tuple();
      case '[' -> new Sequence(items(']').items());
      case '{' -> dict();
      default -> name();
    };
  }

  /** Strings that stand side by side are one. */
  private Literal strings() throws LiteralException {
    StringBuilder text = new StringBuilder();
    do {
      text.append(PythonString.read(source));
      skipBlanks();
    } while (PythonString.startsAt(source));
    return new Text(text.toString());
  }

  private Literal name() throws LiteralException {
    int line = source.line();
    String name = source.word();
    return switch (name) {
      case "None" -> new None();
      case "True" -> new Bool(true);
      case "False" -> new Bool(false);
      case "" -> throw unexpected(source);
      default ->
          throw new LiteralException(line, "names and calls are not read; " + ACCEPTED, name);
    };
  }

  private Literal tuple() throws LiteralException {
    Items read = items(')');
    boolean isGroup = read.items().size() == 1 && !read.trailingComma();
    return isGroup ? read.items().get(0) : new Sequence(read.items());
  }

  private record Items(List<Literal> items, boolean trailingComma) {}

  private Items items(char end) throws LiteralException {
    int line = open();
    List<Literal> items = new ArrayList<>();
    boolean comma = false;
    while (source.peek() != end) {
      items.add(element(line));
      comma = comma(end, line);
    }
    close();
    return new Items(items, comma);
  }

  private Literal dict() throws LiteralException {
    int line = open();
    List<Map.Entry<Literal, Literal>> entries = new ArrayList<>();
    while (source.peek() != '}') {
      Literal key = element(line);
      if (source.peek() != ':') {
        throw new LiteralException(source.line(), "a dict needs key: value");
      }
      source.next();
      skipBlanks();
      entries.add(Map.entry(key, element(line)));
      comma('}', line);
    }
    close();
    return new Dict(entries);
  }

  private int open() {
    int line = source.line();
    source.next();
    brackets++;
    skipBlanks();
    return line;
  }

  private void close() {
    source.next();
    brackets--;
  }

  private Literal element(int openedAt) throws LiteralException {
    if (source.atEnd()) {
      throw unclosed(openedAt);
    }
    return sum();
  }

  private boolean comma(char end, int openedAt) throws LiteralException {
    if (source.peek() == ',') {
      source.next();
      skipBlanks();
      return true;
    }
    if (source.atEnd()) {
      throw unclosed(openedAt);
    }
    if (source.peek() != end) {
      throw new LiteralException(
          source.line(), "a comma or a closing " + end + " is missing", sign(source));
    }
    return false;
  }

  private void skipBlanks() {
    source.skipBlanks(brackets > 0);
  }

  private static LiteralException unclosed(int line) {
    return new LiteralException(line, "the bracket is never closed");
  }

  /** What the reader stumbles over, with its sign or word. */
  static LiteralException unexpected(SourceText source) {
    if (source.atEnd() || source.peek() == '\n') {
      return new LiteralException(source.line(), "a value is missing; " + ACCEPTED);
    }
    return new LiteralException(source.line(), "this is not read; " + ACCEPTED, sign(source));
  }

  private static String sign(SourceText source) {
    int start = source.at();
    if (source.word().isEmpty()) {
      source.skip(1);
    }
    return source.since(start);
  }
}
