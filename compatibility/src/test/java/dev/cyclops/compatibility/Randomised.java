/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What SDKs make up anew in each run, and nothing else, within one request. A value is replaced
 * only where it stands in the named place and has the named shape; one of another shape stays and
 * makes a difference. Ids become numbers, so that the same id in two places stays the same.
 */
final class Randomised {
  private static final String ID =
      "[0-9a-f]{32}|[0-9a-f]{16}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String ISO_TIME =
      "20\\d\\d-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z?";
  private static final String FREQUENCY = "\\d{1,6}(\\.\\d+)?";
  private static final String EPOCH = "1\\d{9}(\\.\\d{1,9})?(E9)?";

  private static final String NODE_CONTEXTS = "(event|transaction)\\.contexts\\.(app|device)\\.";
  private static final String NODE_ATTRIBUTES = "span\\.items\\[]\\.attributes\\.(app|device)\\.";

  private record Rule(Pattern place, Pattern shape, String kind) {
    static Rule of(String kind, String place, String shape) {
      return new Rule(Pattern.compile(place), Pattern.compile(shape), kind);
    }

    boolean holds(String path, String value) {
      return place.matcher(path).matches() && shape.matcher(value).matches();
    }
  }

  private static final List<Rule> IN_JSON =
      List.of(
          Rule.of("id", "(envelope|event|transaction|user_report)\\.event_id", ID),
          Rule.of("id", "envelope\\.trace\\.trace_id", ID),
          Rule.of("id", "\\w+\\.contexts\\.trace\\.((parent_)?span|trace)_id", ID),
          Rule.of("id", "(transaction\\.spans|span\\.items)\\[]\\.((parent_)?span|trace)_id", ID),
          Rule.of("id", "span\\.items\\[]\\.attributes\\.sentry\\.segment\\.id\\.value", ID),
          Rule.of("id", "log\\.items\\[]\\.(span|trace)_id", ID),
          Rule.of("id", "session\\.sid", ID),
          Rule.of("id", "check_in\\.check_in_id", ID),
          // SDKs for JavaScript record what they have reported as breadcrumbs.
          Rule.of("id", "\\w+\\.breadcrumbs(\\.values)?\\[]\\.event_id", ID),
          Rule.of("time", "envelope\\.sent_at", ISO_TIME),
          Rule.of("time", "(event|transaction)\\.(start_)?timestamp", ISO_TIME + "|" + EPOCH),
          Rule.of("time", "\\w+\\.breadcrumbs(\\.values)?\\[]\\.timestamp", ISO_TIME + "|" + EPOCH),
          Rule.of("time", "transaction\\.spans\\[]\\.(start_)?timestamp", ISO_TIME + "|" + EPOCH),
          Rule.of("time", "span\\.items\\[]\\.(start|end)_timestamp", EPOCH),
          Rule.of("time", "session\\.(timestamp|started)", ISO_TIME),
          Rule.of("time", "log\\.items\\[]\\.timestamp", EPOCH),
          // The Java SDK numbers the updates of a session by the clock.
          Rule.of("time", "session\\.seq", "1\\d{12}"),
          Rule.of("duration", "session\\.duration", "\\d+(\\.\\d+)?([eE]-\\d+)?"),
          // raven-js: how long the page has been open, in milliseconds.
          Rule.of("duration", "event\\.extra\\.session:duration", "\\d{1,6}"),
          // From 0 up to 1; JavaScript writes less than a millionth with an exponent.
          Rule.of("random", "envelope\\.trace\\.sample_rand", "0(\\.\\d+)?|\\d(\\.\\d+)?e-\\d+"),
          // @sentry/node: the process that reports, and the machine that it runs on.
          Rule.of("bytes", NODE_CONTEXTS + "(app_memory|free_memory)", "\\d{6,}"),
          Rule.of("time", NODE_CONTEXTS + "(app_start_time|boot_time)", ISO_TIME),
          // Of the first core at that moment, in MHz: where it is not fixed it follows the load.
          Rule.of("frequency", NODE_CONTEXTS + "processor_frequency", FREQUENCY),
          Rule.of("bytes", NODE_ATTRIBUTES + "(memory|free_memory)\\.value", "\\d{6,}"),
          Rule.of("time", NODE_ATTRIBUTES + "(start_time|boot_time)\\.value", ISO_TIME),
          Rule.of("frequency", NODE_ATTRIBUTES + "processor_frequency\\.value", FREQUENCY));

  private final Map<String, Integer> ids = new HashMap<>();

  /** A string without its quotes, or a number as it is written. */
  String inJson(String path, String value) {
    for (Rule rule : IN_JSON) {
      if (rule.holds(path, value)) {
        return rule.kind.equals("id") ? number(value) : "<" + rule.kind + ">";
      }
    }
    return value;
  }

  private String number(String id) {
    ids.putIfAbsent(id.replace("-", ""), ids.size() + 1);
    return "<id " + ids.get(id.replace("-", "")) + ">";
  }

  String inHeader(String name, String value) {
    return name.equals("X-Sentry-Auth") ? withoutTime(value) : value;
  }

  String inQuery(String parameter) {
    return withoutTime(parameter);
  }

  /** The clients that say when they sent an event do so in seconds or in milliseconds. */
  private static String withoutTime(String text) {
    return text.replaceAll("sentry_timestamp=1\\d{9}(\\d{3})?\\b", "sentry_timestamp=<time>");
  }
}
