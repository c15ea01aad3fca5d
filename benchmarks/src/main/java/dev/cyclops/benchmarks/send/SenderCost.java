/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.send;

import com.sun.management.OperatingSystemMXBean;
import dev.cyclops.benchmarks.EventJson;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What a sender costs: CPU time of this process for each event of 12 KB, to a server in another
 * process, all contenders in turn. Started by {@code sender.sh}.
 */
public final class SenderCost {
  private static final String HOST = "localhost";
  private static final int EVENT_BYTES = 12 << 10;

  private record Measured(double microsPerEvent, double eventsPerSecond) {}

  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Map<String, Contender> contenders = new LinkedHashMap<>();
  private final Map<String, List<Measured>> measured = new LinkedHashMap<>();

  private SenderCost() {}

  /**
   * Arguments: port, port with TLS, sends in flight, runs, seconds of a run, and maybe a part of
   * the names of those to measure.
   */
  public static void main(String[] args) throws Exception {
    int inFlight = Integer.parseInt(args[2]);
    SenderCost cost = new SenderCost();
    cost.prepare(false, Integer.parseInt(args[0]), inFlight, args.length > 5 ? args[5] : "");
    cost.prepare(true, Integer.parseInt(args[1]), inFlight, args.length > 5 ? args[5] : "");
    cost.measure(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    cost.print();
    for (Contender contender : cost.contenders.values()) {
      contender.close();
    }
  }

  private void prepare(boolean secure, int port, int inFlight, String only) throws Exception {
    SentryUrl url = new SentryUrl(secure, HOST, port, "");
    List<Event> events =
        IntStream.range(0, 16)
            .mapToObj(seed -> EventJson.ofBytes(EVENT_BYTES, seed))
            .map(SenderCost::event)
            .toList();
    String suffix = (secure ? ", TLS" : "");
    add("sockets" + suffix, only, () -> new SocketContender(secure, HOST, port, inFlight, events));
    add("Undertow" + suffix, only, () -> new SenderContender(undertow(url), inFlight, events));
    add("JDK" + suffix, only, () -> new SenderContender(jdk(url), inFlight, events));
    add("whole side" + suffix, only, () -> new CyclopsContender(undertow(url), inFlight, events));
  }

  private interface Factory {
    Contender create() throws Exception;
  }

  private void add(String name, String only, Factory factory) throws Exception {
    if (name.contains(only)) {
      contenders.put(name, factory.create());
    }
  }

  private static Event event(byte[] json) {
    return Event.store(1, "0123456789abcdef0123456789abcdef", json)
        .accepted(1, "key", EventId.random(), DataCategory.ERROR, text -> text);
  }

  private static SentrySender undertow(SentryUrl url) {
    return UndertowSentrySender.create(url, SentrySender.CONNECT_TIMEOUT, SentrySender.TIMEOUT);
  }

  private static SentrySender jdk(SentryUrl url) {
    return SentrySender.http(url, SentrySender.CONNECT_TIMEOUT, SentrySender.TIMEOUT);
  }

  private void measure(int runs, int seconds) throws Exception {
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    for (int run = -1; run < runs; run++) {
      for (Map.Entry<String, Contender> each : contenders.entrySet()) {
        Measured one = measure(each.getValue(), nanos);
        System.err.printf(
            Locale.ROOT,
            "%s %s %.1f µs %.0f/s%n",
            run < 0 ? "warm-up" : run,
            each.getKey(),
            one.microsPerEvent,
            one.eventsPerSecond);
        if (run >= 0) {
          measured.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(one);
        }
      }
    }
  }

  private Measured measure(Contender contender, long nanos) throws Exception {
    long start = System.nanoTime();
    long cpu = process.getProcessCpuTime();
    long count = contender.run(nanos);
    double cpuMicros = (process.getProcessCpuTime() - cpu) / 1e3;
    return new Measured(cpuMicros / count, count * 1e9 / (System.nanoTime() - start));
  }

  private void print() {
    System.out.println("| sender | events/s and core | CPU µs/event (range) | events/s here |");
    System.out.println("|---|---|---|---|");
    measured.forEach(
        (name, runs) -> {
          double[] micros = runs.stream().mapToDouble(Measured::microsPerEvent).sorted().toArray();
          double[] rates = runs.stream().mapToDouble(Measured::eventsPerSecond).sorted().toArray();
          System.out.printf(
              Locale.ROOT,
              "| %s | %,.0f | %.1f (%.1f–%.1f) | %,.0f |%n",
              name,
              1e6 / micros[micros.length / 2],
              micros[micros.length / 2],
              micros[0],
              micros[micros.length - 1],
              rates[rates.length / 2]);
        });
  }
}
