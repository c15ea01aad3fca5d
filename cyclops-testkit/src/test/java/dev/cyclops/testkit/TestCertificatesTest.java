/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TestCertificatesTest {
  @AutoClose private static final TestCertificates certificates = TestCertificates.create();

  @Test
  void localhost_isServedToWhoTrustsIt() throws Exception {
    try (FakeSentry sentry = FakeSentry.startTls(certificates.localhost())) {
      assertThat(get(sentry, certificates.trusting()).statusCode()).isEqualTo(200);
      assertThat(sentry.received()).hasSize(1);
    }
  }

  @Test
  void localhost_isNotServedToWhoDoesNot() throws Exception {
    try (FakeSentry sentry = FakeSentry.startTls(certificates.localhost())) {
      assertThatThrownBy(() -> get(sentry, SSLContext.getDefault()))
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(sentry.received()).isEmpty();
    }
  }

  @Test
  void otherHost_isNotServedToWhoTrustsIt() throws Exception {
    try (FakeSentry sentry = FakeSentry.startTls(certificates.otherHost())) {
      assertThatThrownBy(() -> get(sentry, certificates.trusting()))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("localhost");
      assertThat(sentry.received()).isEmpty();
    }
  }

  @Test
  void trustStore_holdsBothAndIsRemoved() throws Exception {
    KeyStore trust =
        KeyStore.getInstance(
            certificates.trustStore().toFile(),
            TestCertificates.TRUST_STORE_PASSWORD.toCharArray());
    assertThat(trust.size()).isEqualTo(2);
    TestCertificates others = TestCertificates.create();
    others.close();
    assertThat(others.trustStore().getParent()).doesNotExist();
  }

  private static HttpResponse<String> get(FakeSentry sentry, SSLContext trust) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
    return client.send(
        HttpRequest.newBuilder(URI.create(sentry.url() + "/")).build(), BodyHandlers.ofString());
  }
}
