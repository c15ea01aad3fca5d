/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on the loopback interface that nobody uses. One that was given away is this JVM's until it
 * ends: no other JVM of this user is given it, not even while its server is down.
 */
final class Ports {
  private Ports() {}

  /** What a node of Redis Cluster adds to its port for the talk of the nodes. */
  private static final int CLUSTER_BUS = 10_000;

  /** A byte for each port, locked by whom it was given. The system unlocks what a JVM leaves. */
  private static final FileChannel GIVEN = open();

  /**
   * One that is free now. Below those that the kernel hands out by itself, so that nothing takes it
   * while its server is down, not even a client that knocks on it.
   */
  static int free() {
    return free(22_000, 30_000, 0);
  }

  /** As {@link #free()}, for a node of Redis Cluster, which takes a second one. */
  static int freeWithClusterBus() {
    return free(20_000, 22_000, CLUSTER_BUS);
  }

  private static int free(int from, int to, int second) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(from, to);
      // In this order: to try one that is another JVM's keeps its server from it for a moment.
      if (reserve(port) && isFree(port) && isFree(port + second)) {
        return port;
      }
    }
    throw new IllegalStateException("found no free port between " + from + " and " + to);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      // Somebody has it.
      return false;
    }
  }

  private static boolean reserve(int port) {
    try {
      FileLock lock = GIVEN.tryLock(port, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Ours already.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot reserve port " + port, e);
    }
  }

  private static FileChannel open() {
    try {
      return FileChannel.open(
          Programs.home().resolve("ports"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot reserve ports", e);
    }
  }
}
