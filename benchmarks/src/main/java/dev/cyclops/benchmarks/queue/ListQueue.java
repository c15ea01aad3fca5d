/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cyclops.benchmarks.load.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/**
 * A list for each project, a command and a round trip for each event, as the Python original did:
 * what was popped and not sent is lost, and nothing is bounded.
 */
final class ListQueue implements QueueContender {
  private static final int THREADS = 8;
  private static final int SAMPLE = 16;

  private final Bodies bodies = new Bodies();
  private final RedisClient client;

  ListQueue(int port) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(THREADS);
    pool.setMaxIdle(THREADS);
    client =
        RedisClient.builder()
            .hostAndPort(new HostAndPort("127.0.0.1", port))
            .poolConfig(pool)
            .build();
  }

  @Override
  public Intake fill(int underWay, long deadlineNanos) {
    LongAdder stored = new LongAdder();
    Latencies latencies = new Latencies();
    List<Thread> threads = new ArrayList<>();
    int count = Math.min(THREADS, underWay);
    for (int i = 0; i < count; i++) {
      int first = i;
      Thread thread =
          new Thread(
              () -> {
                for (long n = first; System.nanoTime() - deadlineNanos < 0; n += count) {
                  long start = System.nanoTime();
                  client.rpush(key(Bodies.project(n)), bodies.body(n));
                  stored.increment();
                  if (n / count % SAMPLE == 0) {
                    synchronized (latencies) {
                      latencies.add(System.nanoTime() - start);
                    }
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    threads.forEach(Joined::join);
    return new Intake(stored.sum(), latencies);
  }

  private static byte[] key(long project) {
    return ("cyclops:queue:" + project).getBytes(US_ASCII);
  }

  @Override
  public long drain(long deadlineNanos) {
    long drained = 0;
    boolean any = true;
    while (any && System.nanoTime() - deadlineNanos < 0) {
      any = false;
      for (long project = 1; project <= Bodies.PROJECTS; project++) {
        if (client.rpop(key(project)) != null) {
          drained++;
          any = true;
        }
      }
    }
    return drained;
  }

  @Override
  public void close() {
    client.close();
  }
}
