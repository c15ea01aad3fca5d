/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.undertow.wire.RequestFraming.Stop;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestFramingTest {
  private static final String END = " HTTP/1.1\r\nHost: h\r\n\r\n";
  private final RequestFraming framing =
      new RequestFraming(new WireLimits(4000, 8000, 16_000, 100));

  private int pass(String text) {
    byte[] bytes = Guarded.bytes(text);
    return framing.pass(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void pass_neverGoesBeyondARequest() {
    String get = "GET /" + END;

    assertThat(pass(get + get)).isEqualTo(get.length());
    assertThat(framing.stop()).isEqualTo(Stop.END);
  }

  @Test
  void parameters_areBounded() {
    assertThat(pass("GET /?" + "a&".repeat(999) + END)).isPositive();
    assertThat(framing.stop()).isEqualTo(Stop.END);

    pass("GET /;a?" + "a&".repeat(999) + END);
    assertThat(framing.stop()).isEqualTo(Stop.BAD);
    assertThat(framing.refusal().status()).isEqualTo(400);
  }

  @Test
  void longTarget_isForDataOnly() {
    assertThat(pass("GET /a?sentry_data=" + "x".repeat(7000) + END)).isPositive();
    assertThat(framing.stop()).isEqualTo(Stop.END);

    pass("GET /sentry_data=a?b=" + "x".repeat(7000) + END);
    assertThat(framing.refusal().status()).isEqualTo(414);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h",
        "a.b-c_d~e",
        "127.0.0.1:1",
        "h:65535",
        "[::]",
        "[::1]:80",
        "[1:2:3:4:5:6:7:8]",
        "[1::8]",
        "[fe80::1:2]",
        "[1:2:3:4:5:6:7::]",
        "[ABCD:ef::]"
      })
  void host_mayBeANameOrAnAddressWithAPort(String host) {
    pass("GET / HTTP/1.1\r\nHost:" + host + "\r\n\r\n");

    assertThat(framing.stop()).isEqualTo(Stop.END);
  }

  @Test
  void http2Preface_isNotHttp1() {
    pass("PRI * HTTP/2.0\r\n\r\n");

    assertThat(framing.refusal().status()).isEqualTo(400);
  }

  @Test
  void lengthOfABody_isCounted() {
    String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 00000000005\r\n\r\n";

    assertThat(pass(head + "abc")).isEqualTo(head.length() + 3);
    assertThat(framing.stop()).isEqualTo(Stop.MORE);
    assertThat(framing.isInBody()).isTrue();
    assertThat(pass("defg")).isEqualTo(2);
    assertThat(framing.stop()).isEqualTo(Stop.END);
    assertThat(framing.isInBody()).isFalse();
  }
}
