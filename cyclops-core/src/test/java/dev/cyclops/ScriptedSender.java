/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Remembers what it was to send; answers when told to, or by a rule. */
final class ScriptedSender implements SentrySender {
  static final SendResult OK = SendResult.answered(200, null, null);

  /** One send. */
  record Sent(Event event, CompletableFuture<SendResult> answer) {
    void answer(int status) {
      answer.complete(SendResult.answered(status, null, null));
    }

    String body() {
      return new String(event.body(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  final List<Sent> sent = new CopyOnWriteArrayList<>();

  /** What to answer with at once; by default an answer that is still open. */
  volatile Function<Event, CompletionStage<SendResult>> rule = event -> new CompletableFuture<>();

  /** Told after each send is remembered. */
  volatile Runnable onSend = () -> {};

  volatile boolean closed;

  @Override
  public CompletionStage<SendResult> send(Event event) {
    CompletionStage<SendResult> stage = rule.apply(event);
    boolean plain = stage instanceof CompletableFuture<SendResult>;
    sent.add(new Sent(event, plain ? (CompletableFuture<SendResult>) stage : null));
    onSend.run();
    return stage;
  }

  void alwaysAnswer(SendResult result) {
    rule = event -> CompletableFuture.completedFuture(result);
  }

  Sent last() {
    return sent.get(sent.size() - 1);
  }

  List<String> bodies() {
    return sent.stream().map(Sent::body).toList();
  }

  @Override
  public void close() {
    closed = true;
  }
}
