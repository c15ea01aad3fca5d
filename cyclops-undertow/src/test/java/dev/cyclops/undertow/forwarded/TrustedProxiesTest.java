/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, ::ffff:10.0.0.1, true",
    "10.0.0.0/8, ::10.0.0.1, false",
    "::ffff:10.0.0.0/104, 10.1.1.1, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 1.2.3.4, false",
    "::1, ::1, true",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "2001:db8:0:1::/64, 2001:db8:0:1:ffff::, true",
    "2001:db8:0:1::/64, 2001:db8:0:2::, false",
    "2001:db8::4/126, 2001:db8::7, true",
    "2001:db8::4/126, 2001:db8::8, false"
  })
  void contain_comparesWhatThePrefixFixes(String network, String address, boolean contained) {
    IpAddress parsed = IpAddress.parse(address);

    assertThat(parsed).isNotNull();
    assertThat(TrustedProxies.parse(List.of("203.0.113.9", network)).contain(parsed))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "proxy.example", "10.0.0", "10.0.0.0.0", "010.0.0.0", "10.0.0.0/", "10.0.0.0/33",
        "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8", " 10.0.0.0/8", "::/129", "1::2::3", ":::",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1.2.3.4::", "::1.2.3", "12345::", "::g", "[::1]",
        "fe80::1%eth0", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8::", "::٣"
      })
  void parse_tellsWhatIsWrongAndWhatIsAccepted(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedProxies.parse(List.of("::1", text)))
        .withMessageStartingWith("'" + text.replace('٣', '?') + "'")
        .withMessageContaining("accepted is an IPv4 or IPv6 address, or a network such as");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1/8, 10.0.0.0/8", "fd00::1/8, fd00::/8", "1.2.3.4/0, 0.0.0.0/0"})
  void parse_namesTheNetworkOfAnAddressWithHostBits(String text, String network) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedProxies.parse(List.of(text)))
        .withMessage("'" + text + "' has bits set after the prefix: write '" + network + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:0, ::",
    "1:0:0:0:0:0:0:0, 1::",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "::ffff:1.2.3.4, 1.2.3.4",
    "64:ff9b::1.2.3.4, 64:ff9b::102:304",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void address_hasOneSpelling(String text, String plain) {
    assertThat(IpAddress.parse(text)).hasToString(plain);
    assertThat(IpAddress.parse(plain)).isEqualTo(IpAddress.parse(text));
  }

  @Test
  void equals_comparesNetworks() {
    assertThat(TrustedProxies.parse(List.of("FD00::/8")))
        .isEqualTo(TrustedProxies.parse(List.of("fd00::/8")))
        .isNotEqualTo(TrustedProxies.none())
        .hasToString("[FD00::/8]");
    assertThat(TrustedProxies.parse(List.of())).isEqualTo(TrustedProxies.none());
  }
}
