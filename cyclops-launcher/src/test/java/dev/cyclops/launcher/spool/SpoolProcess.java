/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.launcher.RunningLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A packaged launcher over a spool, and who reports to it and asks it. */
final class SpoolProcess implements AutoCloseable {
  private final RunningLauncher launcher;

  private SpoolProcess(RunningLauncher launcher) {
    this.launcher = launcher;
  }

  /** A configuration with a spool beside it. */
  static void writeConf(Path folder, String sentry, String more) throws IOException {
    writeConf(folder, "SpoolStorage", sentry, more);
  }

  /** One with a spool beside it, for a storage. */
  static void writeConf(Path folder, String storage, String sentry, String more)
      throws IOException {
    Files.writeString(
        folder.resolve("cyclops.conf"),
        """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, 'public')]
        SEND_CLIENT_REPORTS = False
        URL_CACHE_EXPIRATION = 0
        STORAGE = 'cyclops.storage.%s'
        SPOOL_PATH = 'spool'
        %s
        """
            .formatted(sentry, storage, more));
  }

  /** Starts one that may end at once. */
  static LauncherProcess begin(Path folder) throws IOException {
    return RunningLauncher.begin(folder);
  }

  /** Starts one, and waits until it listens. */
  static SpoolProcess start(Path folder) throws IOException {
    return new SpoolProcess(RunningLauncher.start(folder));
  }

  LauncherProcess process() {
    return launcher.process();
  }

  /** What the line of the start says of it. */
  String description() {
    return launcher.description();
  }

  /** Reports an event of that number, and answers the status. */
  int report(int number) {
    String json = "{\"event_id\":\"%032x\",\"message\":\"error %d\"}".formatted(number, number);
    return launcher.post("/api/1/store/?sentry_key=public", json);
  }

  /** What the operator's port says of a part of it. */
  JsonObject stats(String part) {
    return launcher.stats(part);
  }

  /** SIGTERM; answers the last line. */
  String stop() throws Exception {
    assertThat(launcher.stop()).isEqualTo(143);
    List<String> out = process().out();
    return out.get(out.size() - 1);
  }

  void kill() throws Exception {
    process().process().destroyForcibly();
    assertThat(process().exitCode()).isEqualTo(137);
  }

  @Override
  public void close() {
    launcher.close();
  }
}
