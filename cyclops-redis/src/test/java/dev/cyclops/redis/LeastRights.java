/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.servers.RedisServer;
import dev.cyclops.servers.RedisServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the documentation says that a user of Redis needs, as it stands there. */
public final class LeastRights {
  public static final String USER = "cyclops";
  public static final String PASSWORD = "one-eyed";
  private static final Path DOCUMENT = Path.of("..", "docs", "redis.md");

  private LeastRights() {}

  /** The rules of one Redis, in their order. */
  static List<String> standalone() {
    List<String> words = words("<!-- acl -->");
    return words.subList(words.indexOf(">...") + 1, words.size());
  }

  static List<String> cluster() {
    return words("<!-- acl cluster -->");
  }

  private static List<String> words(String mark) {
    try {
      List<String> lines = Files.readAllLines(DOCUMENT);
      return List.of(lines.get(lines.indexOf(mark) + 2).split(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> migration() {
    return words("<!-- acl migrate -->");
  }

  /** The names of the commands among some rules. */
  static Set<String> commands(List<String> rules) {
    Set<String> commands = new TreeSet<>();
    rules.stream().filter(r -> r.startsWith("+")).forEach(r -> commands.add(r.substring(1)));
    return commands;
  }

  /** A Redis on which nobody may do anything but a user with the rules that are wanted. */
  public static RedisServer server(Predicate<String> wanted, String... more) {
    List<String> rules = new ArrayList<>(standalone());
    rules.removeIf(wanted.negate());
    rules.addAll(List.of(more));
    RedisServerBuilder builder = RedisServer.builder().option("user", "default", "off");
    return builder.user(USER, PASSWORD, rules.toArray(String[]::new)).create();
  }

  public static RedisOptions.Builder options(RedisServer server) {
    return RedisOptions.builder()
        .address(RedisServer.HOST, server.port())
        .credentials(USER, PASSWORD);
  }
}
