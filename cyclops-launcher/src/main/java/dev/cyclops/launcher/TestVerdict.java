/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.Locale;

/**
 * Where a test event has ended, in words and as an exit code. Immutable.
 *
 * @param exitCode as the command ends
 * @param words a sentence or two
 */
record TestVerdict(int exitCode, String words) {
  /** It was taken in, and nobody knows yet, or can tell, whether Sentry has it. */
  static final int NOT_YET = 3;

  /** The door said no. */
  static TestVerdict refused(TestDoor.Answer answer) {
    String why = answer.detail().isEmpty() ? "" : ": " + answer.detail();
    return new TestVerdict(
        ExitCodes.FAILED, "Refused at the door with status " + answer.status() + why + ".");
  }

  /**
   * What is known when it is over, or when nobody wants to wait any longer.
   *
   * @param shared whether other instances may send what this one has queued
   * @param seconds since it was sent
   */
  static TestVerdict of(TestTrace trace, boolean shared, double seconds) {
    return switch (trace.state()) {
      case "sent" ->
          new TestVerdict(
              ExitCodes.DONE, String.format(Locale.ROOT, "Sentry has it, after %.1f s.", seconds));
      case "dead" ->
          failed(
              "Sentry refused it for good (%s): it is a dead letter, see the command dead."
                  .formatted(trace.last("dead").orElse("")));
      case "not_kept" -> failed(dropped(trace.outcome()));
      case "gone" -> gone(trace, shared);
      case "expected" ->
          notYet(
              shared
                  ? "It was answered by another instance of the farm, and was not sent from here."
                      + " Name the operator's port of each with --operator."
                  : "It was answered, but not by the Cyclops whose operator's port was asked: the"
                      + " address leads to another instance. Name the operator's port of each with"
                      + " --operator.");
      default -> notYet(waiting(trace, shared));
    };
  }

  private static TestVerdict failed(String words) {
    return new TestVerdict(ExitCodes.FAILED, words);
  }

  private static TestVerdict notYet(String words) {
    return new TestVerdict(NOT_YET, words);
  }

  private static String dropped(String outcome) {
    return switch (outcome) {
      case "ignored", "reduced" ->
          "Ignored as a repeat: too many of this error came in a short time, or a flood rule drops"
              + " it.";
      case "sampled" -> "Ignored: IGNORE_PERCENTAGE drops a share of this project's events.";
      case "limited" -> "Dropped: its project sends more than its limit (PROJECT_LIMITS).";
      case "shed" -> "Dropped at the door for want of memory.";
      default -> "Not kept: " + outcome + ".";
    };
  }

  private static TestVerdict gone(TestTrace trace, boolean shared) {
    if (trace.last("others_given_up").isPresent()) {
      return failed(
          "Given up: it was kept, nothing of its project waits any more, and events were given up ("
              + trace.last("others_given_up").get()
              + ").");
    }
    return shared
        ? notYet(
            "It is no longer in the queue that the farm shares, and was not sent from here: another"
                + " instance has taken it. Name the operator's port of each with --operator.")
        : failed("It was kept, and is no longer queued: why is not known.");
  }

  private static String waiting(TestTrace trace, boolean shared) {
    String why;
    if (trace.sentryAway()) {
      why =
          "Sentry is away"
              + trace.last("result").map(result -> " (" + result + ")").orElse("")
              + "; it will be sent when Sentry is back";
    } else if (trace.state().equals("sending")) {
      why = "Sentry has not answered yet";
    } else if (trace.lastMove().equals("parked")) {
      why = "Sentry limits what it takes of this key or kind, at most until " + detail(trace);
    } else if (trace.lastMove().equals("retry")) {
      why =
          "the last try ended with %s; the next one comes at %s"
              .formatted(trace.last("result").orElse("no answer"), detail(trace));
    } else {
      why =
          "%d events of its project wait, and go at the pace that Sentry bears"
              .formatted(trace.queued());
    }
    String elsewhere =
        shared && !trace.state().equals("sending")
            ? " In a farm another instance may have sent it: name the operator's port of each with"
                + " --operator."
            : "";
    String given =
        trace
            .last("others_given_up")
            .map(
                some ->
                    " Events of its kind were given up meanwhile ("
                        + some
                        + "): it may be among them.")
            .orElse("");
    return "Queued: " + why + "." + elsewhere + given;
  }

  private static String detail(TestTrace trace) {
    return trace.last(trace.lastMove()).orElse("");
  }
}
