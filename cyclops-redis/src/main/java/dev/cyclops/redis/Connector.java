/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.redis.RedisException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections and says in an operator's words why it could not. Thread-safe. */
final class Connector {
  private static final String BROKE = "the connection broke";

  private final int timeoutMillis;
  private final @Nullable SSLSocketFactory tls;
  private final @Nullable String user;
  private final @Nullable String password;
  private final int database;

  Connector(RedisOptions options) {
    timeoutMillis = Math.toIntExact(options.commandTimeout().toMillis());
    tls = options.socketFactory();
    user = options.user();
    password = options.password();
    database = options.database();
  }

  /** One that may be used at once: who we are and which database is settled. */
  Wire open(Address address) {
    Wire wire = connect(address);
    try {
      introduce(wire);
      return wire;
    } catch (RedisException e) {
      wire.close();
      throw e;
    } catch (JedisException e) {
      wire.close();
      throw wire.hasAnswered() ? refused(address, e) : mute(address, e);
    }
  }

  private RedisException mute(Address address, JedisException e) {
    RedisException why = failure(address, e);
    return tls == null && String.valueOf(why.getMessage()).endsWith(BROKE)
        ? new RedisException(
            why.kind(), why.getMessage() + " before it said anything: it may want TLS", e)
        : why;
  }

  /** One to a Sentinel, which has no databases and often no password, though Redis has one. */
  Wire openSentinel(Address address) {
    Wire wire = connect(address);
    try {
      if (password != null) {
        try {
          wire.call(Protocol.Command.PING);
        } catch (JedisDataException e) {
          authenticate(wire);
        }
      }
      return wire;
    } catch (JedisException e) {
      wire.close();
      throw failure(address, e);
    }
  }

  private Wire connect(Address address) {
    try {
      IOException why = new UnknownHostException();
      for (InetAddress each : InetAddress.getAllByName(address.host())) {
        try {
          return connect(address, each);
        } catch (ConnectException | NoRouteToHostException e) {
          // A name may stand for an address of each kind, of which Redis listens at one.
          why = e;
        }
      }
      throw why;
    } catch (IOException | JedisException e) {
      throw failure(address, e);
    }
  }

  private Wire connect(Address address, InetAddress host) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.setSoTimeout(timeoutMillis);
      socket.connect(new InetSocketAddress(host, address.port()), timeoutMillis);
      Socket secured = tls == null ? socket : secure(tls, socket, address);
      // Jedis would connect anew by itself, without the password, when the socket was closed.
      AtomicReference<@Nullable Socket> once = new AtomicReference<>(secured);
      Connection connection =
          new Connection(
              () -> {
                Socket fresh = once.getAndSet(null);
                if (fresh == null) {
                  throw new JedisConnectionException("closed");
                }
                return fresh;
              });
      connection.connect();
      return new Wire(connection, socket, address);
    } catch (IOException | RuntimeException e) {
      close(socket);
      throw e;
    }
  }

  private Socket secure(SSLSocketFactory tls, Socket socket, Address address) throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(socket, address.host(), address.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    try {
      secured.startHandshake();
    } catch (SocketTimeoutException e) {
      // A Redis without TLS waits for the end of what it takes for a command.
      throw new RedisException(
          Kind.UNAVAILABLE,
          failure(address, e).getMessage() + " to the beginning of TLS: it may not speak TLS there",
          e);
    }
    return secured;
  }

  private void introduce(Wire wire) {
    authenticate(wire);
    try {
      wire.call(Protocol.Command.CLIENT, "SETNAME", "cyclops");
    } catch (JedisDataException e) {
      if (Refusal.of(e.getMessage()).code().equals("NOAUTH")) {
        throw new RedisException(
            Kind.FORBIDDEN, "Redis " + wire.address() + " wants a password, and none is set", e);
      }
      // A user may lack the right to it: the name is only for who looks at CLIENT LIST.
    }
    if (database > 0) {
      try {
        wire.call(Protocol.Command.SELECT, Integer.toString(database));
      } catch (JedisDataException e) {
        Refusal refusal = Refusal.of(e.getMessage());
        throw new RedisException(
            refusal.kind(),
            "Redis " + wire.address() + " refuses database " + database + ": " + refusal.text(),
            e);
      }
    }
  }

  private void authenticate(Wire wire) {
    if (password == null) {
      return;
    }
    try {
      if (user == null) {
        wire.call(Protocol.Command.AUTH, password);
      } else {
        wire.call(Protocol.Command.AUTH, user, password);
      }
    } catch (JedisDataException e) {
      Refusal refusal = Refusal.of(e.getMessage());
      if (refusal.isOutage()) {
        throw refusal.asException();
      }
      throw new RedisException(
          Kind.FORBIDDEN,
          refusal.text().contains("without any password configured")
              ? "Redis " + wire.address() + " has no password, and one is set"
              : "Redis " + wire.address() + " refuses the user or the password",
          e);
    }
  }

  RedisException failure(Address address, Throwable e) {
    // To try again does not help against a certificate.
    boolean distrusted = hasCause(e, CertificateException.class) || isNoTls(e);
    return new RedisException(
        distrusted ? Kind.FAILED : Kind.UNAVAILABLE, "Redis " + address + ": " + reason(e), e);
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }

  /** Who does not speak TLS says something else at once. */
  private static boolean isNoTls(Throwable e) {
    return e instanceof SSLException
        && e.getCause() == null
        && String.valueOf(e.getMessage()).contains("SSL message");
  }

  /** What went wrong in a talk that one of us began. */
  RedisException refused(Address address, JedisException e) {
    if (e instanceof JedisDataException) {
      Refusal refusal = Refusal.of(e.getMessage());
      return new RedisException(
          refusal.kind(), "Redis " + address + " answers " + refusal.text(), e);
    }
    return failure(address, e);
  }

  RedisException silent(Address address) {
    return failure(address, new SocketTimeoutException());
  }

  private String reason(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof UnknownHostException) {
        return "unknown host";
      }
      if (at instanceof SocketTimeoutException) {
        return "no answer within " + timeoutMillis + " ms";
      }
      if (at instanceof ConnectException || at instanceof NoRouteToHostException) {
        return "connection refused";
      }
      if (at instanceof CertificateException) {
        String message = String.valueOf(at.getMessage());
        return message.startsWith("PKIX")
            ? "its certificate is signed by nobody who is trusted, or is not valid now"
            : "its certificate is refused: " + message;
      }
      if (isNoTls(at)) {
        return "it does not speak TLS there";
      }
      if (at instanceof JedisDataException) {
        return Refusal.of(at.getMessage()).text();
      }
    }
    return BROKE;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was never open.
    }
  }
}
