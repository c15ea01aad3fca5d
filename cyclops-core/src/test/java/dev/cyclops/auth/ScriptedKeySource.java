/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers what it was told to, one after the other; at the end the last one again and again. */
final class ScriptedKeySource implements KeySource {
  final AtomicInteger loads = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final Deque<Object> answers = new ConcurrentLinkedDeque<>();

  /** What happens while it loads. */
  volatile Runnable meanwhile = () -> {};

  ScriptedKeySource thenKeys(ProjectKey... keys) {
    answers.add(List.of(keys));
    return this;
  }

  ScriptedKeySource thenFails(Throwable failure) {
    answers.add(failure);
    return this;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Collection<ProjectKey> load() throws Exception {
    loads.incrementAndGet();
    meanwhile.run();
    Object answer = answers.size() > 1 ? answers.remove() : answers.element();
    if (answer instanceof Exception exception) {
      throw exception;
    }
    if (answer instanceof Error error) {
      throw error;
    }
    return (Collection<ProjectKey>) answer;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
