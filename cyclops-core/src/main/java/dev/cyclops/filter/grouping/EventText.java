/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/**
 * The texts of an event that a pass notes the places of, for rules and titles. Public for the flood
 * filter, in a package that is not exported.
 */
public enum EventText {
  /** Such as {@code error}. */
  LEVEL(true),
  /** Such as {@code production}. */
  ENVIRONMENT(true),
  /** The version of the program that failed. */
  RELEASE(true),
  /** The type of the exception that was raised last. */
  EXCEPTION_TYPE(false),
  /** What that exception says. */
  EXCEPTION_VALUE(false),
  /** The message, the template where there is one. */
  MESSAGE(false),
  /** The name of a transaction. */
  TRANSACTION(true),
  /** Where the event was raised, as old clients name it. */
  CULPRIT(true),
  /** Which logger it came through. */
  LOGGER(true);

  /** Whether the first text of that name counts, where an event has several; otherwise the last. */
  final boolean firstCounts;

  EventText(boolean firstCounts) {
    this.firstCounts = firstCounts;
  }
}
