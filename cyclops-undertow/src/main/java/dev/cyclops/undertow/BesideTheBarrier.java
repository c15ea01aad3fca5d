/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.send.SentryUrl;
import dev.cyclops.undertow.pass.PassThrough;
import dev.cyclops.undertow.pass.PassThrough.Limits;
import dev.cyclops.undertow.pass.PassThroughPaths;
import io.undertow.server.HttpServerExchange;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What goes straight to Sentry, and under which limits. Immutable.
 *
 * @param tls whom to trust, null where Sentry speaks no TLS
 * @param adjustment makes the limits of those that follow from the options
 */
record BesideTheBarrier(
    SentryUrl sentry,
    PassThroughPaths paths,
    @Nullable SSLContext tls,
    UnaryOperator<Limits> adjustment) {

  PassThrough passThrough(Barrier barrier, HttpOptions options, InFlight inFlight) {
    Limits limits = Limits.of(options.maxBodyBytes(), options.bodyTimeout());
    return new PassThrough(
        sentry, tls, paths, adjustment.apply(limits), new Door(barrier, inFlight));
  }

  private record Door(Barrier barrier, InFlight inFlight) implements PassThrough.Door {
    @Override
    public boolean isSentryAway() {
      return barrier.isSentryAway();
    }

    @Override
    public void refuse(HttpServerExchange exchange, int status, String detail) {
      Answers.sendError(exchange, status, detail);
    }

    @Override
    public void onStart() {
      inFlight.enter();
    }

    @Override
    public void onEnd() {
      inFlight.exit();
    }
  }
}
