/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** Which answer a request gets: the next planned one, else a failure by turn, else the usual. */
final class AnswerPlan {
  private final Deque<Answer> next = new ArrayDeque<>();
  private Function<Received, Answer> usual = request -> Answer.of(200);
  private int failEvery;
  private int failStatus;
  private long seen;

  synchronized void usually(Function<Received, Answer> answers) {
    usual = answers;
  }

  synchronized void next(int count, Answer answer) {
    for (int i = 0; i < count; i++) {
      next.add(answer);
    }
  }

  synchronized void failEvery(int requests, int status) {
    failEvery = requests;
    failStatus = status;
    seen = 0;
  }

  /** Takes the turn of one request. */
  synchronized Function<Received, Answer> choose() {
    seen++;
    Answer planned = next.poll();
    if (planned != null) {
      return request -> planned;
    }
    if (failEvery > 0 && seen % failEvery == 0) {
      Answer failure = Answer.of(failStatus);
      return request -> failure;
    }
    return usual;
  }
}
