/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Writes any frames of HTTP/2 over a plain socket, allowed or not. */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final HpackDecoder hpack = new HpackDecoder();

  record Frame(int type, int flags, int stream, byte[] payload) {
    /** The error code of GOAWAY or RST_STREAM. */
    int code() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  record Answer(int status, Map<String, String> headers, String body) {}

  RawHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** A connection that is ready for requests. */
  static RawHttp2 open(int port) throws IOException {
    return new RawHttp2(port).preface().frame(SETTINGS, 0, 0).flush();
  }

  RawHttp2 preface() {
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
    return this;
  }

  RawHttp2 frame(int type, int flags, int stream, byte... payload) {
    return frameOfLength(payload.length, type, flags, stream, payload);
  }

  /** A frame that claims a length. */
  RawHttp2 frameOfLength(int length, int type, int flags, int stream, byte... payload) {
    out.writeBytes(new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length});
    out.write(type);
    out.write(flags);
    out.writeBytes(ints(stream));
    out.writeBytes(payload);
    return this;
  }

  static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  static byte[] setting(int id, int value) {
    return ByteBuffer.allocate(6).putShort((short) id).putInt(value).array();
  }

  /** A header block: names and values in turn, as literals that nobody remembers. */
  static byte[] block(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.write(0);
      text(block, namesAndValues[i]);
      text(block, namesAndValues[i + 1]);
    }
    return block.toByteArray();
  }

  static byte[] request(String method, String path, String... more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(block(":method", method, ":scheme", "http", ":authority", "a", ":path", path));
    block.writeBytes(block(more));
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    int length = text.length();
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      int rest = length - 127;
      for (; rest >= 128; rest >>= 7) {
        block.write(rest % 128 + 128);
      }
      block.write(rest);
    }
    block.writeBytes(text.getBytes(ISO_8859_1));
  }

  RawHttp2 post(int stream, String body, String... headers) {
    frame(HEADERS, END_HEADERS, stream, request("POST", "/api/3/store/", headers));
    return frame(DATA, END_STREAM, stream, body.getBytes(ISO_8859_1));
  }

  RawHttp2 get(int stream, String path, String... headers) {
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, request("GET", path, headers));
  }

  RawHttp2 flush() throws IOException {
    socket.getOutputStream().write(out.toByteArray());
    out.reset();
    return this;
  }

  /** The next frame; fails at the end of the connection. */
  Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException();
    }
    return new Frame(type, flags, stream, payload);
  }

  Frame await(int type) throws IOException {
    Frame frame = read();
    while (frame.type() != type) {
      frame = read();
    }
    return frame;
  }

  /** The answer to a request; those to others are lost. */
  Answer answer(int stream) throws IOException {
    Map<String, String> headers = new HashMap<>();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean end = false;
    while (!end) {
      Frame frame = read();
      if (frame.type() == GOAWAY || (frame.type() == RST_STREAM && frame.stream() == stream)) {
        throw new IOException("instead of an answer: " + frame.type() + ", " + frame.code());
      }
      if (frame.type() == HEADERS) {
        Map<String, String> decoded = decode(frame);
        headers.putAll(frame.stream() == stream ? decoded : Map.of());
      }
      if (frame.type() == DATA && frame.stream() == stream) {
        body.writeBytes(frame.payload());
      }
      end =
          frame.type() <= HEADERS && frame.stream() == stream && (frame.flags() & END_STREAM) != 0;
    }
    return new Answer(Integer.parseInt(headers.get(":status")), headers, body.toString(ISO_8859_1));
  }

  private Map<String, String> decode(Frame frame) throws IOException {
    Map<String, String> headers = new HashMap<>();
    hpack.setHeaderEmitter(
        (name, value, neverIndex) ->
            headers.put(name.toString().toLowerCase(java.util.Locale.ROOT), value));
    try {
      hpack.decode(ByteBuffer.wrap(frame.payload()), false);
    } catch (HpackException e) {
      throw new IOException(e);
    }
    return headers;
  }

  /** Something that writes to it. */
  interface Writing {
    void run() throws IOException;
  }

  /** As {@link #awaitEnd()}, after writing, which the end may cut short. */
  int awaitEnd(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      // What the server has said before it closed the connection is still there to be read.
    }
    return awaitEnd();
  }

  /** Reads until the connection ends; the code of GOAWAY, or -1 when there was none. */
  int awaitEnd() {
    int code = -1;
    try {
      while (true) {
        Frame frame = read();
        if (frame.type() == GOAWAY) {
          code = frame.code();
        }
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection did not end", e);
    } catch (IOException e) {
      return code;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
