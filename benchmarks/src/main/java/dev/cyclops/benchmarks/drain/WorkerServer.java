/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A Sentry of workers that take their time: any number of {@link Station}s, served by one thread,
 * so that hundreds of connections cost no thread switches. Told by lines on its standard input what
 * to do; each line is answered by one line.
 *
 * <p>A worker is a number, not a thread: an answer is due at a time that was reckoned when the
 * request began, and a late wake-up delays an answer by so much, yet takes nothing from the
 * worker's next request.
 */
public final class WorkerServer {
  /** Below this the selector's milliseconds are too coarse, and the loop looks more often. */
  private static final long COARSE_NANOS = TimeUnit.MICROSECONDS.toNanos(1_300);

  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(40);

  /** An answer that is due. */
  record Due(long nanos, Station station, StationConnection connection, int era) {}

  private final Selector selector = Selector.open();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>((a, b) -> Long.signum(a.nanos - b.nanos));
  private final Queue<String> commands = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Station> stations = new HashMap<>();

  private WorkerServer() throws IOException {}

  /** Runs until its standard input ends. */
  public static void main(String[] args) throws IOException {
    WorkerServer server = new WorkerServer();
    Thread reader = new Thread(server::readCommands, "commands");
    reader.setDaemon(true);
    reader.start();
    server.serve();
  }

  private void readCommands() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
        selector.wakeup();
      }
    } catch (IOException e) {
      // Ends as if the input had ended.
    }
    commands.add("end");
    selector.wakeup();
  }

  private void serve() throws IOException {
    while (true) {
      finishDue();
      String command = commands.poll();
      if (command != null) {
        if (command.equals("end")) {
          return;
        }
        System.out.println(obey(command.split(" ", 4)));
        System.out.flush();
        continue;
      }
      await();
      for (SelectionKey key : selector.selectedKeys()) {
        handle(key);
      }
      selector.selectedKeys().clear();
    }
  }

  private void finishDue() {
    long now = System.nanoTime();
    for (Due first = due.peek(); first != null && first.nanos - now <= 0; first = due.peek()) {
      due.remove();
      first.station.finish(first);
    }
  }

  private void await() throws IOException {
    Due first = due.peek();
    long left = first == null ? TimeUnit.SECONDS.toNanos(1) : first.nanos - System.nanoTime();
    if (left > COARSE_NANOS) {
      selector.select(TimeUnit.NANOSECONDS.toMillis(left - COARSE_NANOS) + 1);
    } else if (selector.selectNow() == 0 && left > 0) {
      LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
    }
  }

  private void handle(SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Station station) {
      station.accept((ServerSocketChannel) key.channel());
    } else if (key.attachment() instanceof StationConnection connection) {
      connection.read();
    }
  }

  private String obey(String[] words) throws IOException {
    if (words[0].equals("open")) {
      int workers = Integer.parseInt(words[1]);
      double millis = Double.parseDouble(words[2]);
      Station station = new Station(selector, due, workers, millis, Long.parseLong(words[3]));
      int port = station.open(0);
      stations.put(port, station);
      return Integer.toString(port);
    }
    int port = Integer.parseInt(words[1]);
    Station station = stations.get(port);
    if (station == null) {
      throw new IllegalArgumentException("no station at " + port);
    }
    switch (words[0]) {
      case "workers" -> station.workers(Integer.parseInt(words[2]));
      case "slow" -> station.slow(Double.parseDouble(words[2]));
      case "hang" -> station.hang(true);
      case "refuse" -> station.refuse();
      case "heal" -> station.heal(port);
      case "close" -> {
        station.refuse();
        stations.remove(port);
      }
      case "use" -> {
        return station.use();
      }
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    }
    return "done";
  }
}
