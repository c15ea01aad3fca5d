/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.testkit.PemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PemFilesTest {
  @TempDir private static Path shared;
  private static PemIdentity ec;
  private static PemIdentity rsa;

  @TempDir private Path folder;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void generate() {
    ec = PemIdentity.generate(shared, "ec", "dns:localhost", PemIdentity.EC);
    rsa = PemIdentity.generate(shared, "rsa", "dns:localhost", PemIdentity.RSA);
  }

  @BeforeEach
  void files() throws Exception {
    certificate = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
    write(ec.certificatePem(), ec.keyPem());
  }

  private void write(String certificateText, String keyText) throws IOException {
    Files.writeString(certificate, certificateText);
    Files.writeString(key, keyText);
  }

  private TlsIdentity load() throws IOException {
    return new PemFiles(certificate, key).load();
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }

  @Test
  void load_takesPkcs8KeysOfAllKinds() throws Exception {
    PemIdentity ed25519 = PemIdentity.generate(folder, "ed", "dns:a", PemIdentity.ED25519);
    for (PemIdentity identity : List.of(ec, rsa, ed25519)) {
      write(identity.certificatePem(), identity.keyPem());

      assertThat(load().chain()).isEqualTo(identity.chain());
      assertThat(load().serverContext().getProtocol()).isEqualTo("TLS");
    }
  }

  @Test
  void load_takesPkcs1Keys() throws Exception {
    // The last part of PKCS #8 is the older format.
    byte[] pkcs8 = rsa.key().getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    write(rsa.certificatePem(), PemIdentity.pem("RSA PRIVATE KEY", pkcs1));

    assertThat(load().chain()).isEqualTo(rsa.chain());
  }

  @Test
  void load_takesSec1Keys() throws Exception {
    byte[] pkcs8 = ec.key().getEncoded();
    byte[] scalar = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
    String sec1 = "30310201010420" + HexFormat.of().formatHex(scalar) + "a00a06082a8648ce3d030107";
    String parameters =
        PemIdentity.pem("EC PARAMETERS", HexFormat.of().parseHex("06082a8648ce3d030107"));
    write(
        ec.certificatePem(),
        parameters + PemIdentity.pem("EC PRIVATE KEY", HexFormat.of().parseHex(sec1)));

    assertThat(load().chain()).isEqualTo(ec.chain());
  }

  @Test
  void load_ordersTheChain() throws Exception {
    PemIdentity issued = PemIdentity.issued(folder);
    assertThat(issued.chain()).hasSize(2);
    String issuerFirst =
        "a comment\n"
            + PemIdentity.pem(issued.chain().get(1))
            + rsa.certificatePem()
            + PemIdentity.pem(issued.chain().get(0));
    write(issuerFirst, issued.keyPem());

    assertThat(load().chain()).isEqualTo(issued.chain());
  }

  @Test
  void load_takesBothFromOneFile() throws Exception {
    Files.writeString(certificate, ec.keyPem() + ec.certificatePem());

    assertThat(new PemFiles(certificate, certificate).load().chain()).isEqualTo(ec.chain());
  }

  @Test
  void load_refusesAKeyOfAnotherCertificate() throws Exception {
    write(ec.certificatePem(), rsa.keyPem());
    assertRefused("the key in " + key, "does not belong to the certificate in " + certificate);

    PemIdentity other = PemIdentity.generate(folder, "other", "dns:a", PemIdentity.EC);
    write(ec.certificatePem(), other.keyPem());
    assertRefused("does not belong to");
  }

  @Test
  void load_refusesCertificatesOutOfTheirTime() {
    PemFiles files = new PemFiles(certificate, key);
    Instant tomorrow = Instant.now().plus(Duration.ofHours(25));
    Instant lastWeek = Instant.now().minus(Duration.ofDays(7));

    assertThatThrownBy(() -> files.load(() -> tomorrow))
        .hasMessageStartingWith(certificate + ": the certificate has expired, on ");
    assertThatThrownBy(() -> files.load(() -> lastWeek))
        .hasMessageStartingWith(certificate + ": the certificate is not valid before ");
  }

  @Test
  void load_namesMissingFilesAndFolders() throws Exception {
    Files.delete(key);
    assertRefused(key + " does not exist");

    Files.createDirectory(key);
    assertRefused(key + " cannot be read: Is a directory");

    Files.delete(certificate);
    assertRefused(certificate + " does not exist");
  }

  @Test
  void load_refusesEmptyAndHugeFiles() throws Exception {
    write("", ec.keyPem());
    assertRefused(certificate + " is empty");

    write(ec.certificatePem(), "x".repeat((1 << 20) + 1));
    assertRefused(key + " is larger than 1 MiB");
  }

  @Test
  void load_refusesFilesThatHoldTheOther() throws Exception {
    write(ec.keyPem(), ec.certificatePem());
    assertRefused(certificate + " holds no certificate");

    write(ec.certificatePem(), ec.certificatePem());
    assertRefused(key + " holds no private key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
            + "-----END RSA PRIVATE KEY-----\n"
      })
  void load_refusesEncryptedKeys(String pem) throws Exception {
    write(ec.certificatePem(), pem);

    assertRefused(key + ": the private key is encrypted; write it without a password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
  void load_refusesDamagedKeysWithoutQuotingThem(String type) throws Exception {
    byte[] der = Arrays.copyOf(ec.key().getEncoded(), 30);
    write(ec.certificatePem(), PemIdentity.pem(type, der));
    assertRefused(key + ": the private key is damaged");

    write(ec.certificatePem(), "-----BEGIN " + type + "-----\nsecret!\n-----END " + type + "-----");
    assertThatThrownBy(this::load)
        .hasMessageContaining(key + " is damaged")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void load_refusesWhatIsCutOff() throws Exception {
    String text = ec.certificatePem();
    write(text.substring(0, text.length() - 20), ec.keyPem());
    assertRefused(certificate + " is cut off");

    write(PemIdentity.pem("CERTIFICATE", new byte[40]), ec.keyPem());
    assertRefused(certificate + ": certificate 1 in it is damaged");
  }

  /** Text in front of an END line, inside of what should be the BEGIN line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN -----END -----",
        "-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----",
        "-----BEGIN secret\n-----END secret\n-----",
        "-----BEGIN "
      })
  void load_refusesDamagedLinesWithoutQuotingThem(String text) throws Exception {
    write(ec.certificatePem(), text);

    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .message()
        .startsWith(key + " is ")
        .doesNotContain("secret");
  }

  @Test
  void load_namesKindsThatItDoesNotKnow() throws Exception {
    write(ec.certificatePem(), PemIdentity.pem("OPENSSH PRIVATE KEY", new byte[40]));

    assertRefused(key + ": keys of the kind OPENSSH PRIVATE KEY are not supported");
  }

  @Test
  void toString_holdsNoKey() throws Exception {
    assertThat(load()).hasToString("CN=ec, valid until " + load().expires());
  }

  @Test
  void identities_areEqualByContent() throws Exception {
    TlsIdentity before = load();
    assertThat(load()).isEqualTo(before).hasSameHashCodeAs(before);

    write(rsa.certificatePem(), rsa.keyPem());
    assertThat(load()).isNotEqualTo(before);
  }
}
