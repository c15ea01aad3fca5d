/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import java.net.SocketTimeoutException;
import java.util.List;
import java.util.NoSuchElementException;

/** The mistakes of a web shop, each thrown by code of its own, with another text every time. */
enum Mistake {
  /** The one that floods. */
  CART("IllegalStateException", "visitor has no cart") {
    @Override
    void happen(long visitor) {
      throw new IllegalStateException("visitor " + visitor + " has no cart");
    }
  },
  QUANTITY("NumberFormatException", "quantity is no number") {
    @Override
    void happen(long visitor) {
      Integer.parseInt(visitor + " pieces");
    }
  },
  PAYMENT("SocketTimeoutException", "payment unanswered") {
    @Override
    void happen(long visitor) throws Exception {
      throw new SocketTimeoutException("no answer for payment " + visitor);
    }
  },
  PICTURE("IndexOutOfBoundsException", "no such picture") {
    @Override
    void happen(long visitor) {
      List.of("front", "back").get((int) (2 + visitor % 100));
    }
  },
  COUPON("NoSuchElementException", "no such coupon") {
    @Override
    void happen(long visitor) {
      throw new NoSuchElementException("no coupon SPRING-" + visitor);
    }
  },
  SEARCH("ArithmeticException", "too many pages") {
    @Override
    void happen(long visitor) {
      Math.multiplyExact(Long.MAX_VALUE, visitor + 2);
    }
  };

  private final String type;
  private final String text;

  Mistake(String type, String text) {
    this.type = type;
    this.text = text;
  }

  /** Always throws. */
  abstract void happen(long visitor) throws Exception;

  /** The class of what is thrown, without its package. */
  String type() {
    return type;
  }

  /** As a reader of the show sees it. */
  String label() {
    return type + ": " + text;
  }
}
