/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.send.Farm;

class SingleInstanceFarmTest extends FarmContract {
  @Override
  protected Farm create(int maxInFlight) {
    return Farm.alone(maxInFlight);
  }
}
