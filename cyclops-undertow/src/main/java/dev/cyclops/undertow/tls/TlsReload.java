/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a listener's certificate as new as its files. What cannot be used, such as a certificate
 * whose key is not written yet, changes nothing and is told once. Thread-safe.
 */
public final class TlsReload {
  /** Takes the context for connections to come. */
  public interface Target {
    /**
     * Takes one.
     *
     * @param context for connections to come; those that are there keep theirs
     */
    void use(SSLContext context);
  }

  private static final Logger LOG = LoggerFactory.getLogger("dev.cyclops.undertow");

  private static final long POLL_SECONDS = 10;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(TlsReload::daemon);
  private PemFiles files;
  private TlsIdentity current;
  private @Nullable Target target;
  private String toldFailure = "";

  /**
   * Reads the files.
   *
   * @param files a certificate and its key
   * @throws IOException when they cannot be used; the message says which and why
   */
  public TlsReload(PemFiles files) throws IOException {
    this.files = files;
    this.current = files.load();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "cyclops-tls");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * What to start with. Later ones go to the target.
   *
   * @return a context with the certificate that was read last
   * @throws IOException when the JVM cannot use it
   */
  public synchronized SSLContext start() throws IOException {
    return current.serverContext();
  }

  /**
   * From now on looks every ten seconds by itself, and tells what is new.
   *
   * @param target to be told
   */
  public synchronized void follow(Target target) {
    this.target = target;
    timer.scheduleWithFixedDelay(this::poll, POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Looks at other files from now on.
   *
   * @param files a certificate and its key
   */
  public synchronized void files(PemFiles files) {
    this.files = files;
  }

  /** Looks no more. */
  public void close() {
    timer.shutdownNow();
  }

  /**
   * Reads the files again.
   *
   * @return false when nothing new is in use
   */
  public synchronized boolean poll() {
    try {
      TlsIdentity read = files.load();
      boolean failedBefore = !toldFailure.isEmpty();
      toldFailure = "";
      if (read.equals(current)) {
        if (failedBefore) {
          LOG.info("the files of the TLS certificate can be read again: {}", current);
        }
        return false;
      }
      SSLContext context = read.serverContext();
      current = read;
      if (target != null) {
        target.use(context);
      }
      LOG.info("a new TLS certificate is in use: {}", read);
      return true;
    } catch (IOException | RuntimeException e) {
      tell(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void tell(String failure) {
    if (toldFailure.isEmpty()) {
      LOG.warn("the TLS certificate stays as it is ({}): {}", current, failure);
    } else if (!failure.equals(toldFailure)) {
      LOG.debug("the TLS certificate stays as it is: {}", failure);
    }
    toldFailure = failure;
  }
}
