/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import dev.cyclops.event.Event;
import dev.cyclops.send.SentryUrl;
import io.undertow.client.ClientRequest;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;

/**
 * Builds the request to Sentry anew from the parts of an event, which cannot hold anything that
 * ends a line or frames a request. Thread-safe.
 */
final class RequestFactory {
  private final SentryUrl url;

  RequestFactory(SentryUrl url) {
    this.url = url;
  }

  ClientRequest create(Event event) {
    boolean isGet = event.method().equals("GET");
    String target = url.pathPrefix() + event.path();
    if (!event.query().isEmpty()) {
      target += "?" + event.query();
    }
    ClientRequest request =
        new ClientRequest().setMethod(isGet ? Methods.GET : Methods.POST).setPath(target);
    HeaderMap headers = request.getRequestHeaders();
    headers.put(Headers.HOST, url.authority());
    event.headers().forEach((name, value) -> headers.add(new HttpString(name), value));
    if (event.body().length > 0 || !isGet) {
      headers.put(Headers.CONTENT_LENGTH, Integer.toString(event.body().length));
    }
    return request;
  }
}
