/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

/**
 * A page of somebody else's at the operator's listener, such as one for a metrics system. Must be
 * thread-safe; may take some milliseconds, since all pages are answered one after the other.
 */
@FunctionalInterface
public interface OperatorPage {
  /**
   * What was asked, by GET, from who may ask. Immutable.
   *
   * @param query as it came, without the question mark; empty when there is none
   * @param accept the value of the header {@code Accept}; empty when there is none
   */
  record Request(String query, String accept) {}

  /**
   * What is answered. Immutable.
   *
   * @param status of HTTP, such as 200
   * @param contentType as the header {@code Content-Type} has it
   * @param text the body, which is sent as UTF-8
   */
  record Content(int status, String contentType, String text) {
    /**
     * A page with status 200.
     *
     * @param contentType as the header {@code Content-Type} has it
     * @param text the body
     */
    public Content(String contentType, String text) {
      this(200, contentType, text);
    }
  }

  /**
   * The page as of now.
   *
   * @param request what was asked
   * @return its content; an exception is logged, and answered 500
   */
  Content answer(Request request);
}
