/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandPartsTest {
  @Test
  void missing_isWhatIsNotThere() throws Exception {
    assertThat(CommandParts.missing("benchmarks/run.sh Fingerprint -f 3 # all of it")).isEmpty();
    assertThat(CommandParts.missing("benchmarks/walk.sh"))
        .containsExactly("there is no program benchmarks/walk.sh");
    assertThat(CommandParts.missing("mvn verify -Pcrash,faults -pl crash,cyclops-core -am"))
        .isEmpty();
    assertThat(CommandParts.missing("mvn verify -Pcrush -pl crush -Dit.test=CrushIT"))
        .containsExactly(
            "there is no module crush", "there is no profile crush", "there is no test CrushIT");
    assertThat(CommandParts.missing("mvn test -Dtest='PageTest#links_*'")).isEmpty();
    assertThat(CommandParts.missing("mvn test -Dtest=PageTest#ends_well"))
        .containsExactly("there is no test PageTest.ends_well");
  }
}
