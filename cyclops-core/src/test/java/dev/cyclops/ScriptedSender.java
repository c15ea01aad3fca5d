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
public final class ScriptedSender implements SentrySender {
  public static final SendResult OK = SendResult.answered(200, null, null);

  /** One send. */
  public record Sent(Event event, CompletableFuture<SendResult> answer) {
    public void answer(int status) {
      answer.complete(SendResult.answered(status, null, null));
    }

    public String body() {
      return new String(event.body(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  public final List<Sent> sent = new CopyOnWriteArrayList<>();

  /** What to answer with at once; by default an answer that is still open. */
  public volatile Function<Event, CompletionStage<SendResult>> rule =
      event -> new CompletableFuture<>();

  /** Told after each send is remembered. */
  public volatile Runnable onSend = () -> {};

  public volatile boolean closed;

  @Override
  public CompletionStage<SendResult> send(Event event) {
    CompletionStage<SendResult> stage = rule.apply(event);
    boolean plain = stage instanceof CompletableFuture<SendResult>;
    sent.add(new Sent(event, plain ? (CompletableFuture<SendResult>) stage : null));
    onSend.run();
    return stage;
  }

  public void alwaysAnswer(SendResult result) {
    rule = event -> CompletableFuture.completedFuture(result);
  }

  public Sent last() {
    return sent.get(sent.size() - 1);
  }

  public List<String> bodies() {
    return sent.stream().map(Sent::body).toList();
  }

  @Override
  public void close() {
    closed = true;
  }
}
