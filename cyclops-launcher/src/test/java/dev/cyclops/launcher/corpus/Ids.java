/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** Event ids that follow from a name, so that a case can be found again in what arrived. */
final class Ids {
  private Ids() {}

  static String of(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString().replace("-", "");
  }
}
