/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolVolumeTest {
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "fuseblk", "apfs", "ufs", "", "fusectl"})
  void risk_isNoneOfADisk(String type) {
    assertThat(SpoolVolume.risk(type)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tmpfs, lies in memory (tmpfs)",
    "ramfs, lies in memory (ramfs)",
    "nfs, lies on no disk of this machine (nfs)",
    "nfs4, lies on no disk of this machine (nfs4)",
    "cifs, lies on no disk of this machine (cifs)",
    "smb3, lies on no disk of this machine (smb3)",
    "9p, lies on no disk of this machine (9p)",
    "fuse, lies on no disk of this machine (fuse)",
    "fuse.sshfs, lies on no disk of this machine (fuse.sshfs)",
    "overlay, lies in a container's own layer (overlay)",
  })
  void risk_isToldOfWhatIsNone(String type, String start) {
    assertThat(SpoolVolume.risk(type))
        .hasValueSatisfying(risk -> assertThat(risk).startsWith(start));
  }

  @Test
  void bytes_areKnownOfWhatIsThere(@TempDir Path folder) {
    assertThat(SpoolVolume.freeBytes(folder)).isPositive();
    assertThat(SpoolVolume.usedBytes(folder)).isZero();
    assertThat(SpoolVolume.freeBytes(folder.resolve("none"))).isEqualTo(-1);
    assertThat(SpoolVolume.risk(folder.resolve("none"))).isEmpty();
  }
}
