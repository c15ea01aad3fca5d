/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cyclops.undertow.wire.RequestFraming;
import dev.cyclops.undertow.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the guard costs for a request that comes whole, in Undertow's buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FramingBenchmark {
  private static final int BODY_BYTES = 12_000;
  private static final String LINE = "POST /api/42/store/ HTTP/1.1\r\n";
  private static final String HEADERS =
      "Host: sentry.example.com:9000\r\n"
          + "Accept-Encoding: gzip, deflate\r\n"
          + "User-Agent: sentry.python/1.45.0\r\n"
          + "Accept: */*\r\n"
          + "Connection: keep-alive\r\n"
          + "X-Sentry-Auth: Sentry sentry_key=0123456789abcdef0123456789abcdef,"
          + " sentry_version=7, sentry_client=sentry.python/1.45.0\r\n"
          + "Content-Type: application/json\r\n"
          + "Content-Encoding: identity\r\n"
          + "X-Forwarded-For: 192.0.2.17, 10.1.2.3\r\n";

  private final RequestFraming framing =
      new RequestFraming(new WireLimits(8 << 10, 64 << 10, 16 << 10, 100));
  private final ByteBuffer fixed = ByteBuffer.allocateDirect(16 << 10);
  private final ByteBuffer chunked = ByteBuffer.allocateDirect(16 << 10);

  /** Writes the request in both framings. */
  @Setup
  public void write() {
    byte[] body = EventJson.ofBytes(BODY_BYTES, 1);
    fixed
        .put((LINE + HEADERS + "Content-Length: " + body.length + "\r\n\r\n").getBytes(US_ASCII))
        .put(body);
    chunked
        .put((LINE + HEADERS + "Transfer-Encoding: chunked\r\n\r\n").getBytes(US_ASCII))
        .put((Integer.toHexString(body.length) + "\r\n").getBytes(US_ASCII))
        .put(body)
        .put("\r\n0\r\n\r\n".getBytes(US_ASCII));
  }

  /** With a Content-Length. */
  @Benchmark
  public int fixed() {
    return whole(fixed);
  }

  /** In one chunk. */
  @Benchmark
  public int chunked() {
    return whole(chunked);
  }

  private int whole(ByteBuffer request) {
    int passed = framing.pass(request, 0, request.position());
    if (passed != request.position() || framing.stop() != RequestFraming.Stop.END) {
      throw new IllegalStateException("the request did not pass: " + framing.refusal());
    }
    return passed;
  }
}
