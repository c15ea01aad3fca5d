/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceHashTest {
  private final SourceHash hash = new SourceHash(new GroupSecret(4711, 4712));

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:ffff::1",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8::1, 2001:DB8::2",
    "2001:0db8::, 2001:db8::ffff:ffff",
    "fe80::1%eth0, fe80:0:0:0:1:2:3:4%2",
    "1::4:5:6:7:8, 1:0:0:4::",
    "1:2:3:4:5:6:7::, 1:2:3:4::8",
    "::2:3:4:5:6:7:8, 0:2:3:4::",
    "::1, 0:0:0:0:0:0:0:1",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::ffff:c000:207, 0:0:0:0:0:ffff:c000:207"
  })
  void of_countsWhatOneClientHasAsOne(String one, String other) {
    assertThat(hash.of(one)).isEqualTo(hash.of(other));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:3::1",
    "2001:db8::1, 2001:db9::1",
    "1::4:5:6:7:8, 1::5:6:7:8:9",
    "::1, ::2",
    "::ffff:c000:207, ::ffff:c000:208",
    "::ffff:192.0.2.7, ::ffff:192.0.2.8",
    "192.0.2.7, 192.0.2.77",
    "10.0.0.1, 1.0.0.10",
    "192.0.2.1, 192.0.2.2",
    "a:b:c:d:e:f:1:2:3, a:b:c:d:e:f:1:2:4",
    "x::1, y::1"
  })
  void of_keepsClientsApart(String one, String other) {
    assertThat(hash.of(one)).isNotEqualTo(hash.of(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":", "::", ":::", "%", ":%", "unknown", "_hidden", "1:", "::1::", "g"})
  void of_takesWhateverAProxyWrites(String odd) {
    assertThat(hash.of(odd)).isEqualTo(hash.of(odd)).isNotIn(SourceHash.NONE, SourceHash.SEVERAL);
    assertThat(hash.of(odd)).isNotEqualTo(hash.of("192.0.2.1"));
  }

  @Test
  void of_countsNoAddressAsOneClient() {
    assertThat(hash.of(null)).isEqualTo(hash.of(null)).isNotEqualTo(hash.of(""));
  }

  @Test
  void of_spreadsAndDependsOnTheSecret() {
    SourceHash other = new SourceHash(new GroupSecret(4711, 4713));
    Set<Integer> seen = new HashSet<>();
    int same = 0;
    for (int i = 0; i < 20_000; i++) {
      String address = "10.1." + i / 256 + "." + i % 256;
      seen.add(hash.of(address));
      same += hash.of(address) == other.of(address) ? 1 : 0;
    }

    // Of 20,000 random numbers of 32 bits 0.05 meet by chance.
    assertThat(seen).hasSizeGreaterThan(19_996);
    assertThat(same).isLessThan(3);
  }
}
