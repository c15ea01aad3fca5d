/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cyclops.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class TlsReloadTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.cyclops.undertow");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final TestCertificates certificates = TestCertificates.create();
  @TempDir private Path folder;
  private PemFiles files;
  private TlsReload reload;

  @BeforeEach
  void start() throws Exception {
    files = new PemFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    Files.writeString(files.certificate(), certificates.localhostPem().certificatePem());
    Files.writeString(files.key(), certificates.localhostPem().keyPem());
    reload = new TlsReload(files);
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    reload.close();
    certificates.close();
  }

  private List<String> said() {
    List<String> lines =
        log.list.stream()
            .map(event -> event.getLevel() + " " + event.getFormattedMessage())
            .toList();
    log.list.clear();
    return lines;
  }

  @Test
  void poll_saysOnceThatTheNewOneIsInUse() throws Exception {
    assertThat(reload.poll()).isFalse();
    assertThat(said()).isEmpty();

    Files.writeString(files.certificate(), certificates.otherHostPem().certificatePem());
    Files.writeString(files.key(), certificates.otherHostPem().keyPem());
    assertThat(reload.poll()).isTrue();
    assertThat(reload.poll()).isFalse();

    assertThat(said())
        .singleElement()
        .asString()
        .startsWith("INFO a new TLS certificate is in use: CN=elsewhere, valid until ");
  }

  @Test
  void poll_warnsOnceAndSaysWhenItIsOver() throws Exception {
    Files.delete(files.key());
    for (int i = 0; i < 3; i++) {
      assertThat(reload.poll()).isFalse();
    }
    Files.writeString(files.key(), certificates.otherHostPem().keyPem());
    assertThat(reload.poll()).isFalse();
    assertThat(said())
        .singleElement()
        .asString()
        .startsWith("WARN the TLS certificate stays as it is (CN=localhost, ")
        .endsWith("): " + files.key() + " does not exist");

    Files.writeString(files.key(), certificates.localhostPem().keyPem());
    assertThat(reload.poll()).isFalse();
    assertThat(said())
        .singleElement()
        .asString()
        .startsWith("INFO the files of the TLS certificate can be read again");
  }
}
