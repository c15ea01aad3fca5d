/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** Does to Redis what a Python Cyclops did. */
public final class PythonRedis {
  private final RedisServer server;

  /** In a Redis of a test. */
  public PythonRedis(RedisServer server) {
    this.server = server;
  }

  /** As it put an event. */
  void put(String project, byte[] entry) {
    server.execute("SADD", "cyclops:projects", project);
    server.execute("RPUSH", "cyclops:queue:" + project, text(entry));
  }

  /** As it took one. */
  void pop(String project) {
    server.execute("RPOP", "cyclops:queue:" + project);
  }

  /** Puts so many events, each with an id of its own. */
  public void fill(String project, int events) {
    server.execute("SADD", "cyclops:projects", project);
    List<String> command = new ArrayList<>(List.of("RPUSH", "cyclops:queue:" + project));
    for (String id : ids(events)) {
      command.add(text(event(Long.parseLong(project), id)));
    }
    server.execute(command.toArray(String[]::new));
  }

  /** The ids of what {@link #fill} puts, in that order. */
  public static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj("%032x"::formatted).toList();
  }

  private static byte[] event(long project, String id) {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packArrayHeader(5).packLong(project);
      raw(out, "POST");
      out.packMapHeader(2);
      raw(out, "Content-Type");
      raw(out, "application/json");
      raw(out, "X-Sentry-Auth");
      raw(
          out,
          "Sentry sentry_version=5, sentry_key=%s, sentry_secret=%s"
              .formatted(PythonEntries.PUBLIC_KEY, PythonEntries.SECRET_KEY));
      raw(
          out,
          "http://%s:%s@sentry.internal:9000/api/%d/store/?"
              .formatted(PythonEntries.PUBLIC_KEY, PythonEntries.SECRET_KEY, project));
      raw(out, "{\"event_id\":\"%s\",\"message\":\"from before\"}".formatted(id));
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Python 2 knew no other strings. */
  private static void raw(MessageBufferPacker out, String text) throws IOException {
    byte[] bytes = bytes(text);
    out.packRawStringHeader(bytes.length).writePayload(bytes);
  }

  /** What a list holds, from its head. */
  List<byte[]> list(String key) {
    return ((List<?>) server.execute("LRANGE", key, "0", "-1"))
        .stream().map(entry -> ((String) entry).getBytes(ISO_8859_1)).toList();
  }

  private static String text(byte[] entry) {
    return new String(entry, ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
