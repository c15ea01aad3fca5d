/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators look at: their port, the metrics and the log. */
public final class OperatorSettings {
  static final Topic TOPIC = new Topic(Section.OPERATOR);

  public static final Setting<Optional<Integer>> OPERATOR_PORT =
      TOPIC.add(
          "OPERATOR_PORT",
          NumberTypes.whole(0, 65535).orNone(),
          "9998",
          "The port for the page /dashboard and the commands dead, stats and groups. 0: a free one, which"
              + " is told at the start."
              + " None: there is no such port.");

  public static final Setting<String> OPERATOR_BIND =
      TOPIC.add(
          "OPERATOR_BIND",
          TextTypes.text(),
          "'127.0.0.1'",
          "The address of that port. Any but a loopback address needs OPERATOR_TOKEN.");

  public static final Setting<Optional<String>> OPERATOR_TOKEN =
      TOPIC.add(
          "OPERATOR_TOKEN",
          TextTypes.token().orNone(),
          "None",
          "What has to be known to use that port. None: programs on this machine may use it.");

  public static final Setting<List<String>> OPERATOR_PEERS =
      TOPIC.add(
          "OPERATOR_PEERS",
          TextTypes.texts(PeerAddresses.EXPECTED, PeerAddresses::parse),
          "[]",
          "The operator's ports of other instances, such as ['10.0.0.2:9998'], with the same"
              + " OPERATOR_TOKEN: the dashboard shows them together with this one. A farm on Redis finds"
              + " its instances by itself.");

  public static final Setting<Integer> METRICS_PROJECTS =
      TOPIC.add(
          "METRICS_PROJECTS",
          NumberTypes.whole(0, 200),
          "0",
          "How many projects have metrics of their own at /metrics; the others are counted together."
              + " 0: projects are not told apart there.");

  public static final Setting<LogFormat> LOG_FORMAT =
      TOPIC.add(
          "LOG_FORMAT",
          TextTypes.oneOf(
              "'text' or 'json'", Map.of("text", LogFormat.TEXT, "json", LogFormat.JSON)),
          "'text'",
          "How the log is written: 'text' for people, 'json' for programs, an object a line.");

  private OperatorSettings() {}
}
