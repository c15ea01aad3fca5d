/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import org.jspecify.annotations.Nullable;

/**
 * Tells the request under way that the connection of its client was closed. One for each
 * connection, since Undertow keeps such listeners for as long as the connection lives. Confined to
 * one I/O thread.
 */
final class ClosedClient {
  private static final AttachmentKey<ClosedClient> KEY = AttachmentKey.create(ClosedClient.class);

  private @Nullable Runnable onClose;

  private ClosedClient() {}

  static ClosedClient of(HttpServerExchange exchange) {
    ServerConnection connection = exchange.getConnection();
    ClosedClient known = connection.getAttachment(KEY);
    if (known == null) {
      ClosedClient created = new ClosedClient();
      connection.putAttachment(KEY, created);
      connection.addCloseListener(closed -> created.run());
      return created;
    }
    return known;
  }

  /**
   * Whom to tell.
   *
   * @param onClose null for nobody
   */
  void tell(@Nullable Runnable onClose) {
    this.onClose = onClose;
  }

  private void run() {
    if (onClose != null) {
      onClose.run();
    }
  }
}
