/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.send.RateController;

class AdaptiveRateControllerTest extends RateControllerContract {
  @Override
  protected RateController create() {
    return RateController.adaptive(256);
  }
}
