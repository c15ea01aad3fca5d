/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * What the door is measured against: an Undertow that reads the same bodies straight from the
 * request channel into one array and answers 200 with as many bytes, and does nothing else; where
 * it is told to, it inflates them in between.
 */
public final class BareServer {
  private static final ByteBuffer ANSWER =
      ByteBuffer.wrap(
          "{\"id\":\"00000000000000000000000000000000\"}".getBytes(StandardCharsets.US_ASCII));

  /** Each I/O thread has one, with what it writes to. */
  private static final class Inflating {
    final Inflater inflater = new Inflater(true);
    final byte[] out = new byte[INFLATED_BYTES];

    /** A member without optional fields, as the JDK writes it; its checksum is left alone. */
    void inflate(byte[] gzip, int length) throws IOException {
      inflater.reset();
      inflater.setInput(gzip, GZIP_HEADER_BYTES, length - GZIP_HEADER_BYTES);
      try {
        while (!inflater.finished()) {
          if (inflater.inflate(out) == 0 && inflater.needsInput()) {
            throw new IOException("the body is cut off");
          }
        }
      } catch (DataFormatException e) {
        throw new IOException(e);
      }
    }
  }

  private static final int GZIP_HEADER_BYTES = 10;
  private static final int INFLATED_BYTES = 16 << 10;
  private static final ThreadLocal<Inflating> INFLATING = ThreadLocal.withInitial(Inflating::new);

  private static final ThreadLocal<byte[]> SHARED =
      ThreadLocal.withInitial(() -> new byte[64 << 10]);

  private static boolean inflates;
  private static boolean shares;

  private BareServer() {}

  /**
   * Arguments: port, number of I/O threads; then {@code inflate} for gzip, {@code shared} to read
   * every body of a thread into the same array, or for TLS as well another port, a PKCS12 file with
   * a key, its password.
   */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    Undertow.Builder builder =
        Undertow.builder()
            .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
            .setIoThreads(Integer.parseInt(args[1]))
            .setWorkerThreads(1)
            .setHandler(BareServer::handle);
    inflates = args.length == 3 && args[2].equals("inflate");
    shares = args.length == 3 && args[2].equals("shared");
    if (args.length > 3) {
      SSLContext tls = tls(Path.of(args[3]), args[4].toCharArray());
      builder.addHttpsListener(Integer.parseInt(args[2]), "127.0.0.1", tls);
    }
    builder.build().start();
  }

  private static SSLContext tls(Path keys, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void handle(HttpServerExchange exchange) {
    long claimed = exchange.getRequestContentLength();
    int guess = (int) Math.min(64 << 10, Math.max(claimed, 8 << 10));
    Body body = new Body(exchange, shares ? SHARED.get() : new byte[guess]);
    body.read(exchange.getRequestChannel());
  }

  private static final class Body {
    private final HttpServerExchange exchange;
    private byte[] array;
    private int size;

    Body(HttpServerExchange exchange, byte[] array) {
      this.exchange = exchange;
      this.array = array;
    }

    void read(StreamSourceChannel channel) {
      try {
        while (true) {
          if (size == array.length) {
            array = Arrays.copyOf(array, 2 * size);
          }
          int read = channel.read(ByteBuffer.wrap(array, size, array.length - size));
          if (read < 0) {
            if (inflates) {
              INFLATING.get().inflate(array, size);
            }
            answer();
            return;
          }
          if (read == 0) {
            array = shares ? array.clone() : array;
            channel.getReadSetter().set(this::read);
            exchange.dispatch(SameThreadExecutor.INSTANCE, channel::resumeReads);
            return;
          }
          size += read;
        }
      } catch (IOException e) {
        IoUtils.safeClose(exchange.getConnection());
      }
    }

    private void answer() {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
      exchange.getResponseSender().send(ANSWER.duplicate());
    }
  }
}
