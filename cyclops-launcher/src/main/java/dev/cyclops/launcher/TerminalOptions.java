/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** How each command shows what it does: options that all of them have. */
final class TerminalOptions {
  /** When there are colours. */
  enum When {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** For help and completion. */
  static final class Words extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Words() {
      super(List.of("auto", "always", "never"));
    }
  }

  static final class Converter implements ITypeConverter<When> {
    @Override
    public When convert(String text) {
      for (When when : When.values()) {
        if (when.toString().equals(text)) {
          return when;
        }
      }
      throw new TypeConversionException("'" + text + "' is none of auto, always, never");
    }
  }

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      converter = Converter.class,
      completionCandidates = Words.class,
      order = 1000,
      description =
          "Colours: auto (the default: on a terminal, unless NO_COLOR is set), always or never.")
  private @Nullable When color;

  @Option(
      names = "--no-progress",
      scope = ScopeType.INHERIT,
      order = 1001,
      description = "Do not show how far something long has come.")
  private boolean noProgress;

  /** Those of the program that a command belongs to. */
  static TerminalOptions of(CommandSpec spec) {
    return ((ServeCommand) spec.root().userObject()).terminal();
  }

  /** For what goes to the output. */
  Paint out() {
    return paint(Terminal::canBeDrawnOn);
  }

  /** For what goes to the error stream. */
  Paint err() {
    return paint(Terminal::showsErrors);
  }

  private Paint paint(BooleanSupplier terminal) {
    When when = color == null ? When.AUTO : color;
    return Paint.of(
        switch (when) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> !isUnwanted(System.getenv("NO_COLOR")) && terminal.getAsBoolean();
        });
  }

  /** As no-color.org says it. */
  private static boolean isUnwanted(@Nullable String noColor) {
    return noColor != null && !noColor.isEmpty();
  }

  /** Where progress is seen. */
  Progress.Place progress() {
    if (noProgress) {
      return Progress.Place.NOWHERE;
    }
    return Terminal.showsErrors() ? Progress.Place.TERMINAL : Progress.Place.LINES;
  }
}
