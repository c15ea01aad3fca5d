/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static dev.cyclops.filter.grouping.Grouping.group;
import static dev.cyclops.filter.grouping.Grouping.transactionGroup;
import static dev.cyclops.filter.grouping.JsonWriter.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupingRulesTest {
  private static Map<String, Object> frame(String function) {
    return object("filename", "shop/cart.py", "function", function, "lineno", 12, "in_app", true);
  }

  private static Map<String, Object> trace(String... functions) {
    return object("frames", List.of(functions).stream().map(GroupingRulesTest::frame).toList());
  }

  private static Map<String, Object> thrown(String type, String value, Object stacktrace) {
    return object("type", type, "value", value, "stacktrace", stacktrace);
  }

  private static Map<String, Object> valuesOf(Object... values) {
    return object("values", List.of(values));
  }

  private static void assertSame(Object one, Object other) {
    assertThat(group(one)).isNotNull().isEqualTo(group(other));
  }

  private static void assertDifferent(Object one, Object other) {
    assertThat(group(one)).isNotNull().isNotEqualTo(group(other));
    assertThat(group(other)).isNotNull();
  }

  @Test
  void exceptionValues_groupByTypeAndFrames() {
    Object event = object("exception", valuesOf(thrown("KeyError", "a", trace("pay", "add"))));
    assertSame(event, object("exception", valuesOf(thrown("KeyError", "b", trace("pay", "add")))));
    assertSame(
        event,
        object(
            "exception", valuesOf(thrown("KeyError", "a", trace("pay", "add"))), "message", "x"));
    assertDifferent(
        event, object("exception", valuesOf(thrown("OSError", "a", trace("pay", "add")))));
    assertDifferent(
        event, object("exception", valuesOf(thrown("KeyError", "a", trace("add", "pay")))));
    assertDifferent(event, object("exception", valuesOf(thrown("KeyError", "a", trace("pay")))));
  }

  @Test
  void exceptionValues_countEachOfAChain() {
    Object inner = thrown("IOError", "a", trace("read"));
    Object outer = thrown("AppError", "b", trace("load"));
    assertDifferent(
        object("exception", valuesOf(inner, outer)), object("exception", valuesOf(outer, inner)));
    assertDifferent(
        object("exception", valuesOf(inner, outer)), object("exception", valuesOf(outer)));
  }

  @Test
  void exceptionValues_withoutFrames_groupByTypeAndValue() {
    Object event = object("exception", valuesOf(thrown("KeyError", "no basket", object())));
    assertSame(
        event,
        object(
            "exception", valuesOf(object("value", "no basket", "type", "KeyError")), "extra", 1));
    assertDifferent(
        event, object("exception", valuesOf(thrown("KeyError", "no account", object()))));
    assertDifferent(event, object("exception", valuesOf(thrown("OSError", "no basket", object()))));
  }

  @Test
  void exceptionValues_withoutType_stillGroup() {
    assertDifferent(
        object("exception", valuesOf(object("value", "red"))),
        object("exception", valuesOf(object("value", "blue"))));
    assertDifferent(
        object("exception", valuesOf(object("stacktrace", trace("a")))),
        object("exception", valuesOf(object("stacktrace", trace("b")))));
  }

  @Test
  void exceptionList_groupsByFramesAsValuesDo() {
    Object list = object("exception", List.of(thrown("KeyError", "a", trace("pay"))));
    assertSame(list, object("exception", valuesOf(thrown("KeyError", "b", trace("pay")))));
    assertDifferent(list, object("exception", List.of(thrown("KeyError", "a", trace("add")))));
  }

  @Test
  void exceptionList_withoutFrames_givesWayToTheMessage() {
    Object list = List.of(object("type", "KeyError", "value", "red"));
    Object other = List.of(object("type", "KeyError", "value", "blue"));
    assertSame(
        object("exception", list, "message", "gone"),
        object("exception", other, "message", "gone"));
    assertDifferent(object("exception", list), object("exception", other));
  }

  @Test
  void exceptionObject_withoutValues_isReadWhenNothingElseGroups() {
    Object single = object("exception", thrown("KeyError", "red", trace("pay")));
    assertSame(single, object("exception", thrown("KeyError", "blue", trace("pay"))));
    assertDifferent(single, object("exception", thrown("KeyError", "red", trace("add"))));
    assertDifferent(
        object("exception", object("type", "KeyError", "value", "red")),
        object("exception", object("type", "KeyError", "value", "blue")));
    assertSame(
        object("exception", thrown("KeyError", "red", trace("pay")), "culprit", "c"),
        object("exception", thrown("OSError", "blue", trace("add")), "culprit", "c"));
  }

  @Test
  void exceptionTypes_aloneTellGroupsApart() {
    assertDifferent(
        object("exception", valuesOf(object("type", "KeyError"))),
        object("exception", valuesOf(object("type", "OSError"))));
  }

  @Test
  void stacktrace_groupsByFrames() {
    Object event = object("stacktrace", trace("pay"), "message", "red");
    assertSame(event, object("message", "blue", "stacktrace", trace("pay")));
    assertDifferent(event, object("stacktrace", trace("add"), "message", "red"));
  }

  @Test
  void interfaceException_groupsByFramesThenValues() {
    String name = "sentry.interfaces.Exception";
    Object event = object(name, valuesOf(thrown("KeyError", "red", trace("pay"))));
    assertSame(event, object(name, valuesOf(thrown("KeyError", "blue", trace("pay")))));
    assertSame(event, object("exception", valuesOf(thrown("KeyError", "red", trace("pay")))));
    assertDifferent(event, object(name, valuesOf(thrown("KeyError", "red", trace("add")))));
    assertDifferent(
        object(name, valuesOf(thrown("KeyError", "red", null))),
        object(name, valuesOf(thrown("KeyError", "blue", null))));
  }

  @Test
  void interfaceStacktrace_goesBeforeValuesAndWithoutType() {
    Object red = valuesOf(thrown("KeyError", "red", null));
    Object blue = valuesOf(thrown("OSError", "blue", null));
    String exception = "sentry.interfaces.Exception";
    String stacktrace = "sentry.interfaces.Stacktrace";
    assertSame(
        object(exception, red, stacktrace, trace("pay")),
        object(exception, blue, stacktrace, trace("pay")));
    assertDifferent(
        object(exception, red, stacktrace, trace("pay")),
        object(exception, red, stacktrace, trace("add")));
    assertDifferent(object(stacktrace, trace("pay")), object(stacktrace, trace("add")));
  }

  @Test
  void interfaceException_asAList_isReadWhenNothingElseGroups() {
    String name = "sentry.interfaces.Exception";
    assertDifferent(
        object(name, List.of(thrown("KeyError", "red", trace("pay")))),
        object(name, List.of(thrown("KeyError", "red", trace("add")))));
    assertSame(
        object(name, List.of(thrown("KeyError", "red", trace("pay"))), "message", "m"),
        object(name, List.of(thrown("KeyError", "red", trace("add"))), "message", "m"));
  }

  @Test
  void message_groupsWithCulprit() {
    assertSame(
        object("message", "red", "culprit", "a", "extra", 1),
        object("culprit", "a", "message", "red"));
    assertDifferent(
        object("message", "red", "culprit", "a"), object("message", "blue", "culprit", "a"));
    assertDifferent(
        object("message", "red", "culprit", "a"), object("message", "red", "culprit", "b"));
    assertDifferent(object("message", "red"), object("message", "blue"));
    assertDifferent(object("culprit", "a"), object("culprit", "b"));
  }

  @Test
  void message_takesTheTransactionWhereThereIsNoCulprit() {
    assertDifferent(
        object("message", "red", "transaction", "a"), object("message", "red", "transaction", "b"));
    assertSame(
        object("message", "red", "transaction", "a", "culprit", "c"),
        object("message", "red", "transaction", "b", "culprit", "c"));
  }

  @Test
  void message_takesThePatternOfCulpritAndTransaction() {
    for (String name : new String[] {"culprit", "transaction"}) {
      assertSame(
          object("message", "slow", name, "/book/12"), object("message", "slow", name, "/book/7"));
      assertDifferent(
          object("message", "slow", name, "/book/12"), object("message", "slow", name, "/loan/7"));
    }
  }

  @Test
  void message_mayBeAnObject() {
    Object template =
        object("message", "lost %s", "formatted", "lost red", "params", List.of("red"));
    assertSame(
        object("message", template),
        object("message", object("message", "lost %s", "formatted", "lost blue")));
    assertSame(object("message", template), object("message", "lost %s"));
    assertDifferent(
        object("message", object("formatted", "lost red")),
        object("message", object("formatted", "lost blue")));
    assertDifferent(
        object("message", object("text", "red")), object("message", object("text", "blue")));
  }

  @Test
  void interfaceMessage_standsInForTheMessage() {
    String name = "sentry.interfaces.Message";
    assertSame(object(name, object("message", "red")), object("message", "red"));
    assertSame(
        object(name, object("message", "lost %s", "params", List.of("red"))),
        object(name, object("message", "lost %s", "params", List.of("blue"))));
    assertDifferent(
        object(name, object("message", "red")), object(name, object("message", "blue")));
    assertSame(
        object(name, object("formatted", "red"), "culprit", "c"),
        object(name, object("formatted", "blue"), "culprit", "c"));
  }

  @Test
  void logentry_groupsByItsTemplate() {
    assertSame(
        object("logentry", object("message", "lost %s", "formatted", "lost red")),
        object("logentry", object("params", List.of(1), "message", "lost %s")));
    assertDifferent(
        object("logentry", object("message", "lost")),
        object("logentry", object("message", "won")));
    assertDifferent(
        object("logentry", object("formatted", "lost")),
        object("logentry", object("formatted", "won")));
    assertSame(object("logentry", object("message", "lost")), object("message", "lost"));
  }

  @Test
  void threads_groupByTheOneThatCrashed() {
    Object idle = object("id", 1, "stacktrace", trace("wait"));
    Object crashed = object("id", 2, "crashed", true, "stacktrace", trace("pay"));
    Object current = object("id", 3, "current", true, "stacktrace", trace("add"));
    assertSame(
        object("threads", valuesOf(idle, current, crashed)), object("threads", valuesOf(crashed)));
    assertSame(object("threads", valuesOf(idle, current)), object("threads", List.of(current)));
    assertDifferent(object("threads", valuesOf(crashed)), object("threads", valuesOf(current)));
    assertDifferent(object("threads", valuesOf(idle)), object("threads", valuesOf(current)));
  }

  @Test
  void fingerprint_winsOverEverything() {
    Object event = object("fingerprint", List.of("db", "down"), "message", "red");
    assertSame(event, object("message", "blue", "fingerprint", List.of("db", "down")));
    assertDifferent(event, object("message", "red", "fingerprint", List.of("down", "db")));
    assertDifferent(event, object("message", "red"));
    assertDifferent(event, object("message", "red", "fingerprint", List.of("dbdown")));
  }

  @Test
  void fingerprint_expandsTheDefaultVariable() {
    Object both = List.of("{{ default }}", "eu");
    assertDifferent(
        object("fingerprint", both, "message", "red"),
        object("message", "blue", "fingerprint", both));
    assertDifferent(
        object("fingerprint", both, "message", "red"),
        object("fingerprint", List.of("{{ default }}", "us"), "message", "red"));
    assertSame(
        object("fingerprint", both, "message", "red"),
        object("message", "red", "fingerprint", List.of("{{default}}", "eu")));
    assertSame(
        object("fingerprint", List.of("{{ default }}"), "message", "red"),
        object("message", "red"));
    assertSame(object("fingerprint", List.of(), "message", "red"), object("message", "red"));
    assertSame(object("fingerprint", "red", "message", "red"), object("message", "red"));
  }

  @Test
  void fallback_tellsTypeLoggerPlatformAndLevelApart() {
    assertSame(
        object("logger", "a", "platform", "java"), object("platform", "java", "logger", "a"));
    assertDifferent(object("logger", "a"), object("logger", "b"));
    assertDifferent(object("logger", "a"), object("platform", "a"));
    assertDifferent(object("type", "default"), object("type", "csp"));
    assertDifferent(object("level", "info"), object("level", "error"));
    assertSame(object(), object("extra", object("a", 1)));
  }

  @Test
  void transaction_groupsByNameAndNeverByMessage() {
    Object contexts = object("trace", object("op", "http.server", "trace_id", "a"));
    Object event = object("transaction", "/pay", "message", "red", "contexts", contexts);
    assertThat(transactionGroup(event))
        .isNotNull()
        .isEqualTo(
            transactionGroup(
                object("contexts", contexts, "transaction", "/pay", "message", "blue")))
        .isNotEqualTo(transactionGroup(object("transaction", "/add", "contexts", contexts)))
        .isNotEqualTo(transactionGroup(object("transaction", "/pay")));
  }

  @Test
  void frames_countWithEverythingButVariablesAndAddresses() {
    Object plain = object("stacktrace", object("frames", List.of(object("function", "pay"))));
    assertSame(
        plain,
        object(
            "stacktrace",
            object(
                "frames",
                List.of(
                    object(
                        "vars",
                        object("a", List.of(1, "}", object())),
                        "instruction_addr",
                        "0x12",
                        "function",
                        "pay",
                        "symbol_addr",
                        "0x13",
                        "image_addr",
                        "0x14")))));
    for (String member : List.of("context_line", "filename", "module", "package", "new_member")) {
      assertDifferent(
          plain,
          object("stacktrace", object("frames", List.of(object("function", "pay", member, "x")))));
    }
    assertDifferent(
        object("stacktrace", object("frames", List.of(object("lineno", 12)))),
        object("stacktrace", object("frames", List.of(object("lineno", 13)))));
  }

  @Test
  void frames_takeAddressesInsideStringsForPlaceholders() {
    assertSame(
        object("stacktrace", trace("<lambda at 0x7f01a>")),
        object("stacktrace", trace("<lambda at 0x7fEE2b8>")));
    assertDifferent(
        object("stacktrace", trace("<lambda at 0x7f01a>")),
        object("stacktrace", trace("<method at 0x7f01a>")));
  }
}
