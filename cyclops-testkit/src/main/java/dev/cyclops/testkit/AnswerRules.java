/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Which requests get which answer: of the first rule that fits, else 200. Rules that fit a share
 * only draw from one seeded sequence, so that a run can be repeated.
 */
final class AnswerRules implements Function<Received, Answer> {
  private static final String ANY = "*";

  private record Rule(String project, String itemType, int percent, Answer answer) {
    boolean fits(Received request) {
      return (project.equals(ANY) || project.equals("" + SentryJournal.project(request)))
          && (itemType.equals(ANY) || itemType.equals(SentryJournal.itemType(request)));
    }
  }

  private final List<Rule> rules = new ArrayList<>();
  private Random random = new Random(0);

  /**
   * Adds one.
   *
   * @param words project or *, item type or *, percent, status, and headers as NAME=VALUE
   */
  synchronized void add(List<String> words) {
    if (words.size() < 4) {
      throw new IllegalArgumentException("rule PROJECT TYPE PERCENT STATUS [NAME=VALUE]...");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : words.subList(4, words.size())) {
      int equals = header.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("no header NAME=VALUE: " + header);
      }
      headers.put(header.substring(0, equals), header.substring(equals + 1));
    }
    Answer answer = Answer.of(Integer.parseInt(words.get(3)), headers);
    rules.add(new Rule(words.get(0), words.get(1), Integer.parseInt(words.get(2)), answer));
  }

  synchronized void clear() {
    rules.clear();
  }

  synchronized void seed(long seed) {
    random = new Random(seed);
  }

  @Override
  public synchronized Answer apply(Received request) {
    for (Rule rule : rules) {
      if (rule.fits(request) && random.nextInt(100) < rule.percent) {
        return rule.answer;
      }
    }
    return Answer.of(200);
  }
}
