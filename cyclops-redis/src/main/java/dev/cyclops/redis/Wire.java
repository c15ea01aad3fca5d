/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * An open connection. Used by one thread; only {@link #abort} may be called by another, as nothing
 * else ends a write that hangs.
 */
final class Wire implements AutoCloseable {
  private final Connection connection;
  private final Socket socket;
  private final Address address;

  /** The scripts whose text went this way. */
  private final Set<Script> known = new HashSet<>();

  private boolean answered;

  Wire(Connection connection, Socket socket, Address address) {
    this.connection = connection;
    this.socket = socket;
    this.address = address;
  }

  Address address() {
    return address;
  }

  /** Whether anything came back this way: a connection that breaks before is no use. */
  boolean hasAnswered() {
    return answered;
  }

  /** Puts it among what goes out with the next {@link #read}. */
  void send(Command command) {
    if (command.via != null) {
      connection.sendCommand(Protocol.Command.ASKING);
    }
    List<byte[]> keys = command.keys;
    List<byte[]> args = command.args;
    byte[][] parts = new byte[2 + keys.size() + args.size()][];
    boolean text = known.add(command.script) || command.withText;
    parts[0] = text ? command.script.text() : command.script.sha1();
    parts[1] = Integer.toString(keys.size()).getBytes(US_ASCII);
    int next = 2;
    for (byte[] key : keys) {
      parts[next++] = key;
    }
    for (byte[] arg : args) {
      parts[next++] = arg;
    }
    connection.sendCommand(text ? Protocol.Command.EVAL : Protocol.Command.EVALSHA, parts);
  }

  /** The answer to what was sent first of what has none yet. */
  @Nullable Object read(Command command) {
    if (command.via != null) {
      readAnswer();
    }
    return readAnswer();
  }

  /** Sends one by itself. */
  @Nullable Object call(Protocol.Command command, String... args) {
    connection.sendCommand(command, args);
    return readAnswer();
  }

  private @Nullable Object readAnswer() {
    try {
      Object value = connection.getOne();
      answered = true;
      return value;
    } catch (JedisDataException e) {
      answered = true;
      throw e;
    }
  }

  /** Ends whatever is being read or written. Any thread. */
  void abort() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody can do more about it.
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (JedisException e) {
      // It was broken before.
    } finally {
      abort();
    }
  }
}
