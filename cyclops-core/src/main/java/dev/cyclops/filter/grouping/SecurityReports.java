/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.event.Payload;
import dev.cyclops.payload.JsonBytes;
import dev.cyclops.payload.JsonScanner;
import org.jspecify.annotations.Nullable;

/**
 * Groups what browsers report about a site's policies: the violations of a content security policy
 * by directive and blocked host, whichever of its two forms they come in; reports about
 * certificates by their host. A request with several reports is of the group that its different
 * reports make, however often and in which order they stand there. Used again for the next payload
 * of the same thread. Not thread-safe. Public for the fingerprinter that asks it, in a package that
 * is not exported.
 */
public final class SecurityReports {
  private static final long REQUEST = 0x5EC1;

  /** Of how many reports of one request repeats are known. */
  private static final int MAX_DIFFERENT = 32;

  private final JsonScanner json = new JsonScanner();
  private final SecurityReport report;
  private final Lanes[] different = new Lanes[MAX_DIFFERENT];
  private final Lanes sum;
  private final Lanes result;
  private int count;

  /**
   * Makes a reader.
   *
   * @param mix hashes with the secret of the group keys
   */
  public SecurityReports(KeyedMix mix) {
    report = new SecurityReport(mix);
    sum = new Lanes(mix);
    result = new Lanes(mix);
    for (int i = 0; i < MAX_DIFFERENT; i++) {
      different[i] = new Lanes(mix);
    }
  }

  /**
   * Reads what a request reports.
   *
   * @param payload one report or an array of them
   * @return the hash of its group, valid until the next call; null when there is nothing to group
   *     by
   */
  public @Nullable Lanes read(Payload payload) {
    count = 0;
    sum.clear();
    json.reset(payload.array(), payload.offset(), payload.length());
    try {
      if (json.enterArray()) {
        while (json.nextElement()) {
          readOne();
        }
      } else {
        readOne();
      }
      if (!json.complete() || !sum.present()) {
        return null;
      }
      result.begin(REQUEST);
      result.append(sum);
      return result;
    } finally {
      json.release();
    }
  }

  private void readOne() {
    if (JsonBytes.skipSpace(json.array(), json.position(), json.end()) == json.end()) {
      json.fail();
      return;
    }
    Lanes group = report.read(json);
    if (!group.present()) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (different[i].sameAs(group)) {
        return;
      }
    }
    if (count < MAX_DIFFERENT) {
      different[count++].set(group);
    }
    sum.add(group);
  }
}
