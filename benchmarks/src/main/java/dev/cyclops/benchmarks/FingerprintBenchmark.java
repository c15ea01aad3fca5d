/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import dev.cyclops.filter.EventFields.Field;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.payload.Content;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.payload.UnreadableBodyException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding the group of an event: of its JSON alone, and of a compressed body. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FingerprintBenchmark {
  private static final int MAX_BYTES = 1 << 20;
  private static final Set<Field> MESSAGE = EnumSet.of(Field.EXCEPTION_VALUE, Field.MESSAGE);

  /** About how long the event's JSON is. */
  @Param({"2000", "12000", "60000"})
  public int bytes;

  private final Fingerprinter fingerprinter = Fingerprinter.sentry();
  private final PayloadReader reader = new PayloadReader(MAX_BYTES, MAX_BYTES);
  private Payload[] plain = {};
  private Payload[] exceptionLast = {};
  private Payload[] unseen = {};
  private int nextUnseen;
  private Event[] gzipped = {};
  private int next;

  /** Writes events of several groups, so that no branch can be learned by heart. */
  @Setup
  public void write() {
    int events = 16;
    plain = new Payload[events];
    exceptionLast = new Payload[events];
    gzipped = new Event[events];
    Headers headers = Headers.builder().add("Content-Encoding", "gzip").build();
    for (int i = 0; i < events; i++) {
      byte[] json = EventJson.ofBytes(bytes, i);
      plain[i] = payload(json);
      exceptionLast[i] = payload(EventJson.withExceptionLast(json));
      gzipped[i] = Event.builder(Route.STORE).headers(headers).body(EventJson.gzip(json)).build();
    }
  }

  /** As many different events as no memory of frames holds: 50 MB of them. */
  @Setup
  public void writeUnseen() {
    unseen = new Payload[50_000_000 / bytes];
    for (int i = 0; i < unseen.length; i++) {
      unseen[i] = payload(EventJson.ofBytes(bytes, 1000 + i));
    }
  }

  private static Payload payload(byte[] json) {
    return new Payload(Payload.Format.JSON, DataCategory.ERROR, json, 0, json.length);
  }

  /** The JSON alone: repeats, the exception in the middle, as Python's SDK writes it. */
  @Benchmark
  public Fingerprint plain() {
    return fingerprinter.fingerprint(plain[next++ & 15]);
  }

  /** As {@link #plain}, with a rule that looks at messages. */
  @Benchmark
  public Fingerprint plainMessageWanted() {
    return fingerprinter.fingerprint(plain[next++ & 15], MESSAGE);
  }

  /** The JSON alone, with the exception as its last member: all of it must be walked through. */
  @Benchmark
  public Fingerprint exceptionLast() {
    return fingerprinter.fingerprint(exceptionLast[next++ & 15]);
  }

  /** Events that are no repeats: no frame was seen before, and the bytes are in no cache. */
  @Benchmark
  public Fingerprint unseen() {
    int i = nextUnseen;
    nextUnseen = i + 1 < unseen.length ? i + 1 : 0;
    return fingerprinter.fingerprint(unseen[i]);
  }

  /** Inflating the body, then the JSON. */
  @Benchmark
  public Fingerprint gzip() throws UnreadableBodyException {
    Content content = reader.read(gzipped[next++ & 15]);
    return fingerprinter.fingerprint(Objects.requireNonNull(content.payload()));
  }
}
