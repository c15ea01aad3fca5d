/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.connect;

import dev.cyclops.send.SentryUrl;
import io.undertow.UndertowOptions;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.XnioIoThread;
import org.xnio.ssl.XnioSsl;

/**
 * Opens connections to Sentry: to the first of its addresses that takes one, and with TLS only to a
 * server whose certificate is good for its name. Confined to one I/O thread.
 */
public final class Connector {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int BUFFERS_PER_THREAD = 4;

  private final SentryUrl url;
  private final XnioIoThread ioThread;
  private final HostResolver resolver;
  private final ByteBufferPool buffers =
      new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_PER_THREAD);
  private final @Nullable XnioSsl tls;
  private final OptionMap options;

  /**
   * For one server and one I/O thread.
   *
   * @param url where the server is
   * @param ioThread serves the connections, and is the only caller
   * @param lookups where names may be looked up, which blocks
   * @param sslContext whom to trust; null for a server without TLS
   */
  public Connector(
      SentryUrl url, XnioIoThread ioThread, Executor lookups, @Nullable SSLContext sslContext) {
    this.url = url;
    this.ioThread = ioThread;
    resolver = new HostResolver(url.host(), lookups, ioThread);
    tls =
        sslContext == null
            ? null
            : new UndertowXnioSsl(
                ioThread.getWorker().getXnio(), OptionMap.EMPTY, buffers, sslContext);
    options = options(url);
  }

  private static OptionMap options(SentryUrl url) {
    OptionMap.Builder options =
        OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            // Counts the bytes of each connection, which tells a stale one from a failed answer.
            .set(UndertowOptions.ENABLE_STATISTICS, true);
    if (url.secure()) {
      String host = url.host().replace("[", "").replace("]", "");
      // Said here as well, since a system property can change Undertow's own default.
      options.set(UndertowOptions.ENDPOINT_IDENTIFICATION_ALGORITHM, "HTTPS");
      options.set(Options.SSL_PEER_HOST_NAME, host);
      options.set(Options.SSL_PEER_PORT, url.port());
      if (!HostResolver.isAddress(url.host())) {
        options.set(UndertowOptions.SSL_SNI_HOSTNAME, host);
      }
    }
    return options.getMap();
  }

  /**
   * Opens a connection.
   *
   * @param callback told once, on the I/O thread, and maybe during the call
   */
  public void connect(ClientCallback<ClientConnection> callback) {
    resolver.resolve(
        addresses -> {
          if (addresses.isEmpty()) {
            callback.failed(new UnknownHostException(url.host()));
          } else {
            connect(addresses, 0, callback);
          }
        });
  }

  private void connect(
      List<InetAddress> addresses, int index, ClientCallback<ClientConnection> callback) {
    ClientCallback<ClientConnection> nextOnFailure =
        new ClientCallback<>() {
          @Override
          public void completed(ClientConnection connection) {
            callback.completed(connection);
          }

          @Override
          public void failed(IOException e) {
            if (index + 1 < addresses.size()) {
              connect(addresses, index + 1, callback);
            } else {
              callback.failed(e);
            }
          }
        };
    try {
      UndertowClient.getInstance()
          .connect(nextOnFailure, uri(addresses.get(index)), ioThread, tls, buffers, options);
    } catch (RuntimeException e) {
      callback.failed((IOException) new ConnectException().initCause(e));
    }
  }

  /** With the address in place of the name, or Undertow would look the name up while we wait. */
  private URI uri(InetAddress address) {
    String text = address.getHostAddress();
    String host = address instanceof Inet6Address ? "[" + text.replace("%", "%25") + "]" : text;
    return URI.create((url.secure() ? "https://" : "http://") + host + ":" + url.port());
  }
}
