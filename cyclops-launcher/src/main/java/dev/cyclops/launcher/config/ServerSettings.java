/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.time.Duration;
import java.util.Optional;

/** How the server runs, and how it ends. */
public final class ServerSettings {
  static final Topic TOPIC = new Topic(Section.SERVER);

  public static final Setting<Optional<Integer>> IO_THREADS =
      TOPIC.add(
          "IO_THREADS",
          NumberTypes.whole(1, 1024).orNone(),
          "None",
          "Threads that read and write the network. None: by the number of cores.");

  public static final Setting<Optional<Integer>> WORKER_THREADS =
      TOPIC.add(
          "WORKER_THREADS",
          NumberTypes.whole(1, 4096).orNone(),
          "None",
          "Threads for what has to wait. None: by the number of cores.");

  public static final Setting<Duration> SHUTDOWN_DELAY =
      TOPIC.add(
          "SHUTDOWN_DELAY",
          DurationTypes.secondsOrZero(Duration.ofMinutes(10)),
          "0",
          "How long to go on taking requests after a SIGTERM, in seconds, while /health/ready answers"
              + " 503 so that a load balancer sends no more.");

  private ServerSettings() {}
}
