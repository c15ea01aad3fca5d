/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A configuration file as it is written: assignments in order, and whatever in it is none. What the
 * keys mean is not known here. Immutable.
 *
 * @param assignments what was read
 * @param problems what could not be read
 */
record ConfigFile(List<Assignment> assignments, List<Problem> problems) {
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*\\s*=[^=].*");

  ConfigFile {
    assignments = List.copyOf(assignments);
    problems = List.copyOf(problems);
  }

  /**
   * One {@code KEY = value}.
   *
   * @param line where the key stands, from 1
   * @param shown the value as written, for messages
   */
  record Assignment(int line, String key, Literal value, String shown) {
    @Override
    public String toString() {
      return "Assignment[" + key + "]";
    }
  }

  /**
   * Something that is no assignment.
   *
   * @param line where it stands, from 1
   * @param key whose value it is; empty when it has none
   * @param message what is wrong: holds nothing of the text
   * @param found the sign or word that is wrong: may be part of a secret; empty when unknown
   */
  record Problem(int line, String key, String message, String found) {
    @Override
    public String toString() {
      return "Problem[line " + line + ": " + message + "]";
    }
  }

  /** Reads on after a mistake, so that all of them are known at once. */
  static ConfigFile parse(String text) {
    Parser parser = new Parser(text);
    parser.run();
    return new ConfigFile(parser.assignments, parser.problems);
  }

  private static final class Parser {
    private final SourceText source;
    private final List<String> lines;
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    Parser(String text) {
      source = new SourceText(text);
      lines = text.lines().toList();
    }

    void run() {
      source.skipBlanks(true);
      while (!source.atEnd()) {
        statement();
        source.skipBlanks(true);
      }
    }

    private void statement() {
      int line = source.line();
      String key = source.word();
      source.skipBlanks(false);
      if (key.isEmpty() || source.peek() != '=' || source.peek(1) == '=') {
        problems.add(new Problem(line, "", "expected KEY = value; nothing else is read", key));
        source.skipLine();
        skipIndented();
        return;
      }
      source.next();
      source.skipBlanks(false);
      int start = source.at();
      try {
        Literal value = PythonLiteral.read(source);
        String shown = shown(source.token(start));
        if (!source.atEnd() && source.peek() != '\n') {
          throw PythonLiteral.unexpected(source);
        }
        assignments.add(new Assignment(line, key, value, shown));
      } catch (LiteralException e) {
        valueProblem(line, key, e);
      }
    }

    private void valueProblem(int startLine, String key, LiteralException e) {
      boolean ranIntoNext = e.line() > startLine && isAssignment(e.line());
      if (ranIntoNext) {
        problems.add(new Problem(startLine, key, "the bracket is never closed", ""));
        source.moveToLine(e.line());
        return;
      }
      String found = e.found() == null ? "" : e.found();
      problems.add(new Problem(e.line(), key, String.valueOf(e.getMessage()), found));
      // What is left of a value over several lines must not be taken for statements: it would be
      // shown.
      boolean overLines = source.line() > startLine;
      source.moveToLine(startLine + 1);
      while (!source.atEnd() && !(overLines ? isAssignment(source.line()) : atWord())) {
        source.skipLine();
      }
    }

    /** The body of a def or if: one message is enough for all of it. */
    private void skipIndented() {
      while (!source.atEnd() && (source.peek() == ' ' || source.peek() == '\t')) {
        source.skipLine();
      }
    }

    private boolean atWord() {
      return Character.isJavaIdentifierStart(source.peek());
    }

    private boolean isAssignment(int line) {
      return line <= lines.size() && ASSIGNMENT.matcher(lines.get(line - 1)).matches();
    }

    private static String shown(String written) {
      return written.strip().replaceAll("\\s+", " ");
    }
  }
}
