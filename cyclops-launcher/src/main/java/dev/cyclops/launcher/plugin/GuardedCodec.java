/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import dev.cyclops.codec.ContentCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Stands between Cyclops and a plugin's codec as {@link PluginGuard} does elsewhere. By hand, since
 * most of a codec is in the streams that it opens, which are classes. Its name is asked for once: a
 * codec that calls itself otherwise later changes nothing. Thread-safe where the codec is.
 */
final class GuardedCodec implements ContentCodec {
  private final ContentCodec codec;
  private final String name;
  private final CodecCalls calls;

  GuardedCodec(ContentCodec codec, String name, PluginFailures failures) {
    this.codec = codec;
    this.name = name;
    calls = new CodecCalls(failures);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InputStream decode(InputStream encoded) throws IOException {
    return new Decoded(calls.of("decode", () -> codec.decode(encoded)), calls);
  }

  @Override
  public OutputStream encode(OutputStream encoded) throws IOException {
    return new Encoded(calls.of("encode", () -> codec.encode(encoded)), calls);
  }

  /** What all else of a stream does, it does by these. */
  private static final class Decoded extends InputStream {
    private final InputStream in;
    private final CodecCalls calls;

    Decoded(InputStream in, CodecCalls calls) {
      this.in = in;
      this.calls = calls;
    }

    @Override
    public int read() throws IOException {
      return calls.of("read", in::read);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return calls.of("read", () -> within(in.read(into, offset, length), length));
    }

    private static int within(int read, int length) {
      if (read < -1 || read > length || (read == 0 && length > 0)) {
        throw new IllegalStateException("read answered " + read + " of " + length + " bytes");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      calls.run("close", in::close);
    }
  }

  private static final class Encoded extends OutputStream {
    private final OutputStream out;
    private final CodecCalls calls;

    Encoded(OutputStream out, CodecCalls calls) {
      this.out = out;
      this.calls = calls;
    }

    @Override
    public void write(int oneByte) throws IOException {
      calls.run("write", () -> out.write(oneByte));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      calls.run("write", () -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      calls.run("flush", out::flush);
    }

    @Override
    public void close() throws IOException {
      calls.run("close", out::close);
    }
  }
}
