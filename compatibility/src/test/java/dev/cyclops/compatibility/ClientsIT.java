/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each client twice: straight to Sentry's stand-in, and through Cyclops. */
class ClientsIT {
  private static final Path TABLE = Path.of("..", "docs", "compatibility.md");

  @TempDir private Path folder;

  @BeforeAll
  static void installPackages() throws Exception {
    NpmPackages.install();
  }

  static Stream<Client> clients() {
    return Stream.of(
            JavaClient.values(), NodeClient.values(), BrowserClient.values(), PythonClient.values())
        .flatMap(Stream::<Client>of)
        .filter(client -> client.toString().matches(System.getProperty("clients", ".*")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void report_arrivesThroughCyclopsAsItArrivesDirectly(Client client) throws Exception {
    Run direct = Run.direct(client);
    Run through = Run.throughCyclops(client, folder);

    keep(direct, client + " directly");
    keep(through, client + " through Cyclops");
    Comparison.assertDelivered(direct);
    Comparison.assertDelivered(through);
    Comparison.assertSame(direct, through);
    assertListed(client, through);
  }

  /** The table of clients tried tells what was really seen. */
  private static void assertListed(Client client, Run run) throws Exception {
    String row = WireRow.of(client.title(), client.version(), run.sent());
    write(client + " row", row);
    if (client.isPinned()) {
      assertThat(Files.readAllLines(TABLE)).as("table of clients in %s", TABLE).contains(row);
    }
  }

  /** For a diff, since a difference somewhere in a list of long texts is hard to find. */
  private static void keep(Run run, String name) throws IOException {
    write(name, String.join("\n", Comparison.canonical(run)));
  }

  private static void write(String name, String text) throws IOException {
    Path requests = Files.createDirectories(Path.of("target", "requests"));
    Files.writeString(requests.resolve(name.replaceAll("[^A-Za-z0-9.]+", "-") + ".txt"), text);
  }
}
