package dev.cyclops.compatibility;

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
  @TempDir private Path folder;

  @BeforeAll
  static void installPackages() throws Exception {
    NpmPackages.install();
  }

  static Stream<Client> clients() {
    return Stream.of(
            JavaClient.values(), NodeClient.values(), BrowserClient.values(), PythonClient.values())
        .flatMap(Stream::of);
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
  }

  /** For a diff, since a difference somewhere in a list of long texts is hard to find. */
  private static void keep(Run run, String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "requests"));
    String file = name.replaceAll("[^A-Za-z0-9.]+", "-") + ".txt";
    Files.writeString(folder.resolve(file), String.join("\n", Comparison.canonical(run)));
  }
}
