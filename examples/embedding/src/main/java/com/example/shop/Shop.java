package com.example.shop;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import io.sentry.Sentry;

/** A service whose Sentry SDK reports to a barrier in its own process, and that one to Sentry. */
public final class Shop {
  private static final long PROJECT = 1;
  private static final String KEY = "public";

  private Shop() {}

  public static void main(String[] args) {
    // tag::embedded[]
    Cyclops cyclops =
        Cyclops.builder()
            .sentry(args[0])
            .keys(KeySource.of(new ProjectKey(PROJECT, KEY, null)))
            .build()
            .start();
    report(cyclops);

    sell(1000);

    Sentry.close(); // first what reports, then what it reports to
    cyclops.close(); // sends what it holds, for ten seconds at the most
    // end::embedded[]
    System.out.println(cyclops.stats().ignored() + " repeats never left the process");
  }

  // tag::report[]
  /** From here on the SDK reports to the barrier; the host of the DSN is never asked. */
  static void report(Cyclops cyclops) {
    Sentry.init(
        options -> {
          options.setDsn("http://" + KEY + "@in-process/" + PROJECT);
          options.setTransportFactory(
              (all, request) -> new BarrierTransport(cyclops, PROJECT, KEY, options));
        });
  }
  // end::report[]

  static void sell(int orders) {
    for (int order = 0; order < orders; order++) {
      Sentry.captureException(new IllegalStateException("order " + order + " has no customer"));
    }
  }
}
