/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.Payload;

/** SKELETON. */
final class SentryFingerprinter implements Fingerprinter {
  SentryFingerprinter(GroupSecret secret) {}

  @Override
  public Fingerprint fingerprint(Payload payload) {
    return Fingerprint.NONE;
  }
}
