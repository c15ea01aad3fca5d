/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a server says of itself, as far as we may ask, and what we think of that. Immutable. */
final class ServerInfo {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,5})\\.(\\d{1,5}).*");

  private final @Nullable Map<String, String> fields;
  private final @Nullable String save;

  /**
   * What was found out.
   *
   * @param fields of {@code INFO}; null when we may not ask
   * @param save when snapshots are written; null when we may not ask
   */
  ServerInfo(@Nullable Map<String, String> fields, @Nullable String save) {
    this.fields = fields;
    this.save = save;
  }

  static ServerInfo ask(Wire wire) {
    Object info = unlessForbidden(wire, Protocol.Command.INFO);
    Object save = unlessForbidden(wire, Protocol.Command.CONFIG, "GET", "save");
    return new ServerInfo(
        info instanceof byte[] text ? fields(new String(text, UTF_8)) : null,
        save instanceof List<?> pair && pair.size() == 2 && pair.get(1) instanceof byte[] value
            ? new String(value, UTF_8)
            : null);
  }

  private static @Nullable Object unlessForbidden(
      Wire wire, Protocol.Command command, String... args) {
    try {
      return wire.call(command, args);
    } catch (JedisDataException e) {
      Refusal refusal = Refusal.of(e.getMessage());
      // Services by the hour rename it away instead of forbidding it.
      if (refusal.code().equals("NOPERM") || refusal.text().contains("unknown command")) {
        return null;
      }
      throw e;
    }
  }

  static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
              }
            });
    return fields;
  }

  private String field(String name) {
    return fields == null ? "" : fields.getOrDefault(name, "");
  }

  /** Whether it is a node of a cluster. */
  boolean isCluster(boolean ifUnknown) {
    String mode = field("redis_mode");
    return mode.isEmpty() ? ifUnknown : mode.equals("cluster");
  }

  /** Why it cannot be used, to be read after its name; null when it can. */
  @Nullable String wrong(boolean cluster) {
    if (field("redis_mode").equals("sentinel")) {
      return "is a Sentinel: the name of its master has to be set (REDIS_SENTINEL_MASTER)";
    }
    if (!cluster && isCluster(false)) {
      return "is a node of a Redis Cluster: that has to be said (REDIS_CLUSTER = True)";
    }
    Matcher version = VERSION.matcher(field("redis_version"));
    if (version.matches()) {
      int major = Integer.parseInt(version.group(1));
      if (major < 6 || (major == 6 && Integer.parseInt(version.group(2)) < 2)) {
        return "has version " + field("redis_version") + ": 6.2 or later is needed";
      }
    }
    String policy = field("maxmemory_policy");
    if (!policy.isEmpty() && !policy.equals("noeviction")) {
      return "throws events away when it is full: maxmemory-policy is "
          + policy
          + ", and has to be noeviction";
    }
    return null;
  }

  /** What can be lived with, though it should not have to. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (field("aof_enabled").equals("0")) {
      warnings.add(
          save != null && save.isEmpty()
              ? "writes nothing to disk: when it ends, the events it holds are lost;"
                  + " set appendonly yes"
              : "has no append-only file: when it ends, the events since its last snapshot are"
                  + " lost; set appendonly yes");
    }
    return warnings;
  }

  /** What could not be found out. */
  List<String> notes() {
    return fields != null
        ? List.of()
        : List.of(
            "does not let this user ask INFO: its version, maxmemory-policy (has to be"
                + " noeviction) and append-only file were not looked at");
  }
}
