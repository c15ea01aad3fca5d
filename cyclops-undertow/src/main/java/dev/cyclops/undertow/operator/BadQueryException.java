/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

/** A query that cannot be read; the message is for the operator and repeats no value. */
final class BadQueryException extends Exception {
  private static final long serialVersionUID = 1L;

  BadQueryException(String message) {
    super(message, null, false, false);
  }
}
