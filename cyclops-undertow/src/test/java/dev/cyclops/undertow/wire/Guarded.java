/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A guarded connection in memory, and a reader of it. */
final class Guarded {
  static final WireLimits LIMITS = new WireLimits(200, 400, 600, 20);
  static final WireTimeouts TIMEOUTS =
      new WireTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), 500);

  final ScriptedSource source = new ScriptedSource();
  final ManualTime time = new ManualTime();
  final CountingBudget budget;
  final GuardedSource guard;
  int closed;

  Guarded() {
    this(1 << 20);
  }

  Guarded(long budgetBytes) {
    budget = new CountingBudget(budgetBytes);
    guard = new GuardedSource(source, LIMITS, TIMEOUTS, budget, time, () -> closed++);
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  Guarded then(String text) {
    source.then(bytes(text));
    return this;
  }

  /** One read: what it gave, {@code null} at the end. */
  String read(int bufferBytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bufferBytes + 3);
    // As a reader that has something in its buffer.
    buffer.position(3);
    int read = guard.read(buffer);
    return read < 0 ? null : new String(buffer.array(), 3, read, ISO_8859_1);
  }

  String read() throws IOException {
    return read(1 << 14);
  }

  /** Reads until there is nothing more for now. */
  String readAll(int bufferBytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String read = read(bufferBytes);
        read != null && (!read.isEmpty() || !source.isReadShutdown());
        read = read(bufferBytes)) {
      all.writeBytes(bytes(read));
      if (read.isEmpty() && (!source.hasMore() || hasRefused())) {
        break;
      }
    }
    return all.toString(ISO_8859_1);
  }

  private boolean hasRefused() {
    return guard.refusal() != null || guard.bodyRefusal() != null;
  }

  String readAll() throws IOException {
    return readAll(1 << 14);
  }
}
