/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import dev.cyclops.Cyclops;
import dev.cyclops.undertow.listen.Listener;
import dev.cyclops.undertow.operator.dashboard.Dashboard;
import dev.cyclops.undertow.operator.dashboard.FarmReports;
import dev.cyclops.undertow.wire.ByteBudget;
import dev.cyclops.undertow.wire.WireLimits;
import dev.cyclops.undertow.wire.WireTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server with the operator's pages on it, as {@link OperatorHandler} describes them, behind the
 * same guard as the public port, with narrow limits. Speaks HTTP/1.1 without TLS: across a network
 * it belongs behind a proxy or a tunnel that has TLS. Thread-safe.
 *
 * <pre>{@code
 * OperatorServer operator = OperatorServer.builder(cyclops).port(9998).build().start();
 * }</pre>
 */
public final class OperatorServer implements AutoCloseable {
  private static final Pattern PATH = Pattern.compile("(/[a-z0-9.-]{1,64}){1,4}");
  private static final int MAX_CONNECTIONS = 64;
  private static final int MAX_URI_BYTES = 16 << 10;
  private static final WireLimits LIMITS =
      new WireLimits(MAX_URI_BYTES, MAX_URI_BYTES, 8 << 10, 50);
  private static final WireTimeouts TIMEOUTS =
      new WireTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), 500);

  /** What all connections can hold follows from their number and the limits. */
  private static final ByteBudget BUDGET =
      new ByteBudget() {
        @Override
        public boolean tryAcquire(long bytes) {
          return true;
        }

        @Override
        public void release(long bytes) {}
      };

  private final String host;
  private final int wantedPort;
  private final boolean open;
  private final OperatorHandler handler;
  private final Dashboard dashboard;
  private @Nullable Listener listener;
  private int port;

  private OperatorServer(Builder builder) {
    host = builder.host;
    wantedPort = builder.port;
    String token = builder.token;
    open = token == null;
    dashboard =
        new Dashboard(
            builder.cyclops,
            token != null,
            this::name,
            builder.parts,
            StatsPage::json,
            builder.farm,
            builder.sharedQueue);
    handler =
        new OperatorHandler(
            builder.cyclops,
            new AccessRules(token),
            new OperatorExtras(builder.parts, builder.pages),
            dashboard);
  }

  /**
   * A server beside a barrier.
   *
   * @param cyclops the barrier, which its owner starts and closes
   * @return a builder: 127.0.0.1, port 9998, no token
   */
  public static Builder builder(Cyclops cyclops) {
    return new Builder(Objects.requireNonNull(cyclops, "cyclops == null"));
  }

  /**
   * Starts to listen.
   *
   * @return this
   * @throws IOException when the address cannot be had; the message says which and why
   * @throws IllegalStateException when it was started before, or would be open to a network
   */
  public synchronized OperatorServer start() throws IOException {
    if (listener != null) {
      throw new IllegalStateException("the server was started before");
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      if (open && !address.isLoopbackAddress()) {
        throw new IllegalStateException(
            host + " is no loopback address: it needs a token, or everyone could drop events");
      }
      Listener started =
          Listener.start(
              Listener.Setup.plain(
                  "cyclops-operator",
                  new InetSocketAddress(address, wantedPort),
                  MAX_CONNECTIONS,
                  LIMITS,
                  TIMEOUTS),
              new Listener.Face(
                  handler,
                  (exchange, refusal) -> OperatorHandler.refused(exchange, refusal).send(exchange),
                  BUDGET));
      listener = started;
      port = started.port();
      dashboard.start();
      return this;
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + host + ":" + wantedPort + ": " + e.getMessage(), e);
    }
  }

  /**
   * Where it listens.
   *
   * @return the port, also when 0 was asked for
   * @throws IllegalStateException when it was never started
   */
  public synchronized int port() {
    if (port == 0) {
      throw new IllegalStateException("the server was never started");
    }
    return port;
  }

  /** What people know this machine by, with the port; may ask the system for it. */
  private String name() {
    String machine;
    try {
      machine = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      machine = host;
    }
    return machine + ":" + port();
  }

  /** Closes all connections. Does nothing when it is not running. */
  @Override
  public synchronized void close() {
    dashboard.close();
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }

  /** Puts a server together. Not thread-safe. */
  public static final class Builder {
    private final Cyclops cyclops;
    private String host = "127.0.0.1";
    private int port = 9998;
    private @Nullable String token;
    private final Map<String, Supplier<?>> parts = new TreeMap<>();
    private FarmReports farm = FarmReports.ALONE;
    private boolean sharedQueue;
    private final Map<String, OperatorPage> pages = new TreeMap<>();

    private Builder(Cyclops cyclops) {
      this.cyclops = cyclops;
    }

    /**
     * Where to listen.
     *
     * @param host a name or an address of this machine; other than a loopback address it needs a
     *     token; 127.0.0.1 unless set
     * @return this
     */
    public Builder host(String host) {
      this.host = Objects.requireNonNull(host, "host == null");
      return this;
    }

    /**
     * Where to listen.
     *
     * @param port 1 to 65535, or 0 for any free one; 9998 unless set
     * @return this
     */
    public Builder port(int port) {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
      }
      this.port = port;
      return this;
    }

    /**
     * What who asks has to know.
     *
     * @param token 16 to 256 visible ASCII characters; none unless set
     * @return this
     */
    public Builder token(String token) {
      this.token = Tokens.checked(token);
      return this;
    }

    /**
     * Something more for {@code /stats}, such as what a storage's server is doing.
     *
     * @param name stands before it
     * @param part a record or a map, as of now; quick, thread-safe
     * @return this
     */
    public Builder part(String name, Supplier<?> part) {
      parts.put(
          Objects.requireNonNull(name, "name == null"),
          Objects.requireNonNull(part, "part == null"));
      return this;
    }

    /**
     * The others, whom the dashboard shows together with this instance.
     *
     * @param farm how they are heard of; closed with the server
     * @param sharedQueue whether all of them hold one queue, which must not be counted twice
     * @return this
     */
    public Builder farm(FarmReports farm, boolean sharedQueue) {
      this.farm = Objects.requireNonNull(farm, "farm == null");
      this.sharedQueue = sharedQueue;
      return this;
    }

    /**
     * One page more, for who may see the others.
     *
     * @param path such as {@code /metrics}: lower-case letters, digits, dots and dashes after each
     *     slash; those that are there already cannot be replaced
     * @param page what it shows
     * @return this
     */
    public Builder page(String path, OperatorPage page) {
      Objects.requireNonNull(page, "page == null");
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException("not a path of a page: " + path);
      }
      pages.put(path, page);
      return this;
    }

    /**
     * The server.
     *
     * @return a server, not yet started
     */
    public OperatorServer build() {
      return new OperatorServer(this);
    }
  }
}
