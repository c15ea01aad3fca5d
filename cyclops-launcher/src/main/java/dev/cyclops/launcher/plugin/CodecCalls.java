/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Calls into a plugin's codec and its streams: whatever comes out of them, errors of the JVM
 * included, is an {@link IOException}, which the barrier takes for a body that cannot be decoded or
 * encoded. Thread-safe.
 */
final class CodecCalls {
  private final PluginFailures failures;

  CodecCalls(PluginFailures failures) {
    this.failures = failures;
  }

  /** A call that answers. */
  interface Call<T> {
    @Nullable T call() throws IOException;
  }

  /** A call that does not. */
  interface Action {
    void run() throws IOException;
  }

  /**
   * Calls.
   *
   * @param place the method, in the log
   * @throws IOException the codec's own as it is: that is how it says that a body is damaged
   */
  <T> T of(String place, Call<T> call) throws IOException {
    ContextLoader inside = ContextLoader.of(failures.source());
    try (inside) {
      T answer = call.call();
      if (answer == null) {
        throw new NullPointerException(place + " answered null");
      }
      return answer;
    } catch (IOException e) {
      failures.ofBody(place, e);
      throw e;
    } catch (Throwable e) {
      throw new IOException(failures.of(place, e));
    }
  }

  void run(String place, Action action) throws IOException {
    var unused =
        of(
            place,
            () -> {
              action.run();
              return Boolean.TRUE;
            });
  }
}
