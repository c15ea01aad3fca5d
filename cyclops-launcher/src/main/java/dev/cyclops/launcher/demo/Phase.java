/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

/** The acts of the show. */
enum Phase {
  CALM(
      0.2,
      "CALM",
      "A web shop reports an error now and then, with a real Sentry SDK.",
      "Cyclops stands before Sentry and lets every one of them through."),
  FLOOD(
      0.5,
      "FLOOD",
      "A release breaks the cart: each page view throws the same error.",
      "Cyclops passes ten of it a second and drops the rest; others get through."),
  CALM_AGAIN(
      0.3,
      "CALM AGAIN",
      "The release is rolled back.",
      "Sentry never noticed: it was sent no more than it could take.");

  private final double share;
  private final String title;
  private final String whatHappens;
  private final String whatCyclopsDoes;

  Phase(double share, String title, String whatHappens, String whatCyclopsDoes) {
    this.share = share;
    this.title = title;
    this.whatHappens = whatHappens;
    this.whatCyclopsDoes = whatCyclopsDoes;
  }

  /** The act that is on after a part of the show. */
  static Phase at(double part) {
    if (part < CALM.share) {
      return CALM;
    }
    return part < CALM.share + FLOOD.share ? FLOOD : CALM_AGAIN;
  }

  String title() {
    return title;
  }

  String whatHappens() {
    return whatHappens;
  }

  String whatCyclopsDoes() {
    return whatCyclopsDoes;
  }
}
