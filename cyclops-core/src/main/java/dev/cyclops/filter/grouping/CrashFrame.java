/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.JsonScanner;
import dev.cyclops.payload.JsonText;

/**
 * The frame of a stack trace that failed: the last one of the program itself, or the last one where
 * none is marked as such. Belongs to one {@link EventVariables} and is used again. Not thread-safe.
 */
final class CrashFrame {
  private static final String[] MEMBERS = {"function", "module", "package", "abs_path", "filename"};
  private static final int PACKAGE = 2;
  private static final int ABS_PATH = 3;
  private static final int FILENAME = 4;
  private static final int MAX_PATH = 1024;

  private final JsonHasher hasher;
  private final byte[] scratch = new byte[MAX_PATH + JsonText.SLACK];
  private final Lanes[] current = new Lanes[MEMBERS.length];
  private final Lanes[] chosen = new Lanes[MEMBERS.length];
  private boolean found;
  private boolean foundInApp;

  CrashFrame(KeyedMix mix, JsonHasher hasher) {
    this.hasher = hasher;
    for (int i = 0; i < MEMBERS.length; i++) {
      current[i] = new Lanes(mix);
      chosen[i] = new Lanes(mix);
    }
    clear();
  }

  void clear() {
    found = false;
    foundInApp = false;
    for (Lanes lanes : chosen) {
      lanes.clear();
    }
  }

  /** Whether there is any frame. */
  boolean found() {
    return found;
  }

  /** What a variable names in it. */
  Lanes member(String variable) {
    int dot = variable.indexOf('.');
    return switch (variable.substring(dot + 1)) {
      case "function" -> chosen[0];
      case "module" -> chosen[1];
      case "package" -> chosen[PACKAGE];
      case "filename" -> chosen[FILENAME].present() ? chosen[FILENAME] : chosen[ABS_PATH];
      default -> chosen[ABS_PATH].present() ? chosen[ABS_PATH] : chosen[FILENAME];
    };
  }

  /** Reads a value that should be a stack trace. */
  void read(JsonScanner json) {
    clear();
    if (!json.enterObject()) {
      json.skip();
      return;
    }
    while (json.nextMember()) {
      if (json.tokenIs("frames") && json.enterArray()) {
        while (json.nextElement()) {
          readFrame(json);
        }
      } else {
        json.skip();
      }
    }
  }

  private void readFrame(JsonScanner json) {
    if (!json.enterObject()) {
      json.skip();
      return;
    }
    for (Lanes lanes : current) {
      lanes.clear();
    }
    boolean inApp = false;
    while (json.nextMember()) {
      if (json.tokenIs("in_app") && json.scalar()) {
        inApp = json.tokenIs("true");
      } else {
        readMember(json);
      }
    }
    if (inApp || !foundInApp) {
      found = true;
      foundInApp = inApp;
      for (int i = 0; i < chosen.length; i++) {
        chosen[i].set(current[i]);
      }
    }
  }

  private void readMember(JsonScanner json) {
    int i = 0;
    while (i < MEMBERS.length && !json.tokenIs(MEMBERS[i])) {
      i++;
    }
    if (i == MEMBERS.length) {
      json.skip();
    } else if (i == PACKAGE) {
      readPackage(json);
    } else {
      hasher.hash(json, current[i]);
    }
  }

  /** Of a path the last part. */
  private void readPackage(JsonScanner json) {
    if (!json.string()) {
      json.skip();
      return;
    }
    int length =
        JsonText.decode(json.array(), json.tokenStart(), json.tokenEnd(), scratch, MAX_PATH);
    int name = length;
    while (name > 0 && scratch[name - 1] != '/' && scratch[name - 1] != '\\') {
      name--;
    }
    current[PACKAGE].clear();
    if (name < length) {
      hasher.hashOpaque(scratch, name, length - name, current[PACKAGE]);
    }
  }
}
