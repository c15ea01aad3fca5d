/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.send.SendResult.Failure.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Whom a sender trusts. */
@Isolated("may change the JVM's default SSLContext")
abstract class SenderTlsContract extends SenderResultContract {
  private static @Nullable TestCertificates certificates;

  /**
   * Makes a sender that trusts certain certificates and no others. Unless overridden, they are the
   * JVM's default ({@link SSLContext#getDefault()}) while {@link #create} makes it.
   *
   * @param trust whom to trust
   * @param url where Sentry is
   * @param connectTimeout how long a connection may take
   * @param timeout how long an answer may take
   * @return the sender
   */
  protected SentrySender createTrusting(
      SSLContext trust, SentryUrl url, Duration connectTimeout, Duration timeout) {
    SSLContext usual;
    try {
      usual = SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no default SSLContext", e);
    }
    SSLContext.setDefault(trust);
    try {
      return create(url, connectTimeout, timeout);
    } finally {
      SSLContext.setDefault(usual);
    }
  }

  @BeforeAll
  static void makeCertificates() {
    certificates = TestCertificates.create();
  }

  @AfterAll
  static void removeCertificates() {
    certificates().close();
  }

  @Test
  void send_speaksTlsWithATrustedServer() {
    try (FakeSentry secure = FakeSentry.startTls(certificates().localhost())) {
      SentrySender sender = trusting(secure);
      for (int i = 0; i < 10; i++) {
        assertThat(send(sender, events.error(1)).status()).isEqualTo(200);
      }
      assertThat(secure.accepted()).hasSize(10);
      assertThat(secure.received().get(0).header("Host")).isEqualTo("localhost:" + secure.port());
      assertThat(secure.connectionCount()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void send_tellsNothingToAServerThatIsNotTrusted() {
    try (FakeSentry secure = FakeSentry.startTls(certificates().localhost())) {
      SendResult result = send(sender(secure.url(), LONG), events.error(1));
      assertThat(result.failure()).isEqualTo(TLS);
      assertThat(result.detail()).as("what the operator is told").contains("certification path");
      assertThat(secure.received()).isEmpty();
    }
  }

  @Test
  void send_tellsNothingToAServerOfAnotherName() {
    try (FakeSentry secure = FakeSentry.startTls(certificates().otherHost())) {
      SendResult result = send(trusting(secure), events.error(1));
      assertThat(result.failure()).isEqualTo(TLS);
      assertThat(result.detail()).as("what the operator is told").contains("localhost");
      assertThat(secure.received()).isEmpty();
    }
  }

  @Test
  void send_neverFallsBackToPlainText() {
    SentrySender sender = sender("https://127.0.0.1:" + sentry.port(), LONG);
    assertThat(send(sender, events.error(1)).status()).isZero();
    assertThat(sentry.received()).isEmpty();
  }

  private SentrySender trusting(FakeSentry secure) {
    return closing(
        createTrusting(certificates().trusting(), SentryUrl.parse(secure.url()), LONG, LONG));
  }

  private static TestCertificates certificates() {
    return Objects.requireNonNull(certificates);
  }
}
