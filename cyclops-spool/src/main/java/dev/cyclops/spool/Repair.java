/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.SpoolFile.Options;
import java.io.IOException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with the queue after a failure: it starts over, with a new connection where the old
 * one is broken, and with what is whole where the file is damaged. To be called by whoever has the
 * disk.
 */
final class Repair {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);

  private final SpoolFolder folder;
  private final SpoolQueue queue;
  private final Options options;
  private final DiskHealth health;

  Repair(SpoolFolder folder, SpoolQueue queue, Options options, DiskHealth health) {
    this.folder = folder;
    this.queue = queue;
    this.options = options;
    this.health = health;
  }

  /** Notes a failure of the queue, and makes it usable again where that can be done. */
  SpoolException failed(SQLException cause) {
    SpoolException failure =
        new SpoolException("the spool " + folder + " fails: " + cause.getMessage(), cause);
    health.failed(String.valueOf(cause.getMessage()));
    try {
      if (DamageSigns.isDamage(cause)) {
        repair();
      }
      queue.startOver();
    } catch (SQLException | IOException e) {
      failure.addSuppressed(e);
      startAnew(failure);
    }
    return failure;
  }

  /** Where not even that can be done: perhaps it is the connection that is broken. */
  private void startAnew(SpoolException failure) {
    try {
      if (folder.hasRescued()) {
        folder.replaceByRescued();
      }
      queue.openAnew();
      queue.startOver();
    } catch (SQLException | IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** What could not be read is lost, and counted. */
  private void repair() throws SQLException, IOException {
    try {
      queue.closeFile();
    } catch (SQLException e) {
      LOG.debug("a damaged file was not closed", e);
    }
    long lost = Rescue.run(folder, options, queue.inHand());
    folder.file();
    queue.openAnew();
    queue.countLost(lost);
  }
}
