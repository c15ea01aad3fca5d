package com.example.shop;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.*;
import dev.cyclops.event.Event;
import io.sentry.*;
import io.sentry.transport.*;
import java.io.*;

/** A service whose Sentry SDK reports to a barrier in its own process, and that one to Sentry. */
public final class Shop {
  public static void main(String[] args) {
    Cyclops cyclops =
        Cyclops.builder().sentry(args[0]).keys(KeySource.of(new ProjectKey(1, "public", null))).build().start();
    Sentry.init(options -> {
      options.setDsn("http://public@in-process/1");
      options.setTransportFactory((all, request) -> new ToBarrier(cyclops, options.getSerializer()));
    });
    for (int order = 0; order < 1000; order++) {
      Sentry.captureException(new IllegalStateException("order " + order + " has no customer"));
    }
    Sentry.close();
    cyclops.close();
    System.out.println(cyclops.stats().ignored() + " repeats never left the process");
  }

  /** The only piece that an embedder writes. */
  record ToBarrier(Cyclops cyclops, ISerializer serializer) implements ITransport {
    public void send(SentryEnvelope envelope, Hint hint) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try { serializer.serialize(envelope, bytes); } catch (Exception e) { throw new IOException(e); }
      cyclops.accept(Event.envelope(1, "public", bytes.toByteArray()));
    }
    public void flush(long timeoutMillis) {}
    public RateLimiter getRateLimiter() { return null; }
    public void close(boolean isRestarting) {}
    public void close() {}
  }
}
