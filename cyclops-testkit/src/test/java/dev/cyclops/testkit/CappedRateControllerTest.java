/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.send.RateController;

class CappedRateControllerTest extends RateControllerContract {
  @Override
  protected RateController create() {
    return RateController.atMost(RateController.adaptive(256), 100);
  }
}
