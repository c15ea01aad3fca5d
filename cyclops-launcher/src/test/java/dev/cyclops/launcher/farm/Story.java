/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import dev.cyclops.launcher.fault.SentryView.Delivery;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of one event, for whoever has to find out what went wrong with it. */
final class Story {
  private Story() {}

  /** Times in seconds since the event was due. */
  static String of(
      String id,
      List<Exchange> exchanges,
      Map<String, List<Delivery>> deliveries,
      List<Fault> faults) {
    Exchange exchange =
        exchanges.stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
    if (exchange == null) {
      return id + " was reported by nobody";
    }
    long due = exchange.dueNanos();
    StringBuilder text = new StringBuilder(id);
    text.append(String.format(Locale.ROOT, ": status %d", exchange.status()));
    text.append(" at ").append(seconds(exchange.answeredNanos() - due));
    for (Delivery delivery : deliveries.getOrDefault(id, List.of())) {
      text.append(", arrived at ").append(seconds(delivery.arrivedNanos() - due));
      text.append('-').append(seconds(delivery.answeredNanos() - due));
    }
    long end =
        deliveries.getOrDefault(id, List.of()).stream()
            .mapToLong(Delivery::answeredNanos)
            .max()
            .orElse(Long.MAX_VALUE);
    text.append("; faults:");
    for (Fault fault : faults) {
      if (fault.endedNanos() >= due && fault.beganNanos() <= end) {
        text.append(' ').append(fault.instance()).append(" at ");
        text.append(seconds(fault.beganNanos() - due));
        if (fault.endedNanos() > fault.beganNanos()) {
          text.append('-').append(seconds(fault.endedNanos() - due));
        }
      }
    }
    return text.toString();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1e9);
  }
}
