/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** A source as one over a network is: it can be away, and refuses after its end. */
class LivingKeySourceTest extends RemoteKeySourceContract {
  @Override
  protected KeySource create(Collection<ProjectKey> keys) {
    return new Living(keys);
  }

  @Override
  protected KeySource createFailing() {
    KeySource source = create(List.of());
    source.close();
    return source;
  }

  private static final class Living implements KeySource {
    private final Collection<ProjectKey> keys;
    private boolean closed;

    Living(Collection<ProjectKey> keys) {
      this.keys = keys;
    }

    @Override
    public Collection<ProjectKey> load() {
      if (closed) {
        throw new IllegalStateException("the source of keys is closed");
      }
      return keys;
    }

    @Override
    public void load(Consumer<? super ProjectKey> taker) {
      load().forEach(taker);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
