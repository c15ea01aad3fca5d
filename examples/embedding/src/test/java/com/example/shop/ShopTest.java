package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.testkit.FakeSentry;
import org.junit.jupiter.api.Test;

class ShopTest {
  @Test
  void main_sendsTheFirstOfAFloodAndNoneOfTheRest() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      Shop.main(new String[] {sentry.url()});

      // Ten of a group pass in each second that the thousand take.
      long events = sentry.received().stream().filter(r -> r.eventId() != null).count();
      assertThat(events).isBetween(10L, 500L);
    }
  }
}
