/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * Runs the corpus, or only the cases of the defences given, outside of JUnit and prints what fails,
 * a line each: {@code name TAB defences TAB why}. For trying what happens when a defence is taken
 * out.
 */
final class CorpusReport {
  private CorpusReport() {}

  public static void main(String[] args) throws IOException {
    int failed = 0;
    try (Door door = new Door()) {
      CaseRun run = new CaseRun(door.port(), door.sentry);
      for (CorpusCase test : Corpus.cases()) {
        if (args.length > 0 && Collections.disjoint(test.defences(), List.of(args))) {
          continue;
        }
        try {
          run.run(test);
        } catch (IOException | RuntimeException | AssertionError e) {
          failed++;
          String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
          String defences = String.join(",", test.defences());
          System.out.println(test.name() + "\t" + defences + "\t" + why);
        }
      }
    }
    System.out.println(failed + " failed");
    System.exit(failed == 0 ? 0 : 1);
  }
}
