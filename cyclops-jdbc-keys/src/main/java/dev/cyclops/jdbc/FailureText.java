/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.util.List;

/** Says in one line why the keys could not be loaded. */
final class FailureText {
  private FailureText() {}

  static String of(KeyReading.ReadingException failure, Target target) {
    String seconds = target.timeout().toMillis() / 1000.0 + " s";
    if (failure.silent()) {
      return "no answer for " + seconds + " while " + failure.stage().text();
    }
    List<Throwable> causes = Causes.of(failure.getCause());
    return target.redaction().line(causes.isEmpty() ? "" : causes.get(0).getMessage());
  }
}
