/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.testkit.PemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSettingsTest {
  @TempDir private static Path shared;
  private static PemIdentity identity;

  @TempDir private Path folder;
  private Path conf;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void generate() {
    identity = PemIdentity.generate(shared, "localhost", "dns:localhost", PemIdentity.EC);
  }

  @BeforeEach
  void files() throws Exception {
    conf = folder.resolve("c.conf");
    certificate = Files.writeString(folder.resolve("tls.crt"), identity.certificatePem());
    key = Files.writeString(folder.resolve("tls.key"), identity.keyPem());
  }

  private CommandLineRun check(String... lines) throws IOException {
    Files.writeString(conf, "PROJECT_KEYS = [(1, 'a', None)]\n" + String.join("\n", lines) + "\n");
    return CommandLineRun.of("check", conf.toString());
  }

  private String both() {
    return "TLS_CERTIFICATE = '" + certificate + "'\nTLS_KEY = '" + key + "'";
  }

  @Test
  void check_namesTheCertificate() throws Exception {
    CommandLineRun run = check(both());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("  certificate CN=localhost, valid until 2");
  }

  @Test
  void check_refusesOneWithoutTheOther() throws Exception {
    assertThat(check("TLS_KEY = '" + key + "'").err())
        .containsExactly(conf + ":2: TLS_KEY = '" + key + "': needs TLS_CERTIFICATE as well");
    assertThat(check("TLS_CERTIFICATE = '" + certificate + "'").err())
        .containsExactly(
            conf + ":2: TLS_CERTIFICATE = '" + certificate + "': needs TLS_KEY as well");
  }

  @Test
  void check_namesFilesThatCannotBeUsed() throws Exception {
    Files.delete(key);
    CommandLineRun run = check(both());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).containsExactly(key + " does not exist");
  }

  @Test
  void check_refusesWhatIsNoFileName() throws Exception {
    CommandLineRun run = check("TLS_CERTIFICATE = 'a\\0b'", "TLS_KEY = '" + key + "'");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().endsWith("is no name of a file");
  }

  @Test
  void check_saysThatH2cNeedsNoTls() throws Exception {
    assertThat(check(both(), "H2C = True").out())
        .contains("note: H2C: without effect, since with TLS_CERTIFICATE");
    assertThat(check("H2C = True").out()).doesNotContain("H2C");
  }
}
