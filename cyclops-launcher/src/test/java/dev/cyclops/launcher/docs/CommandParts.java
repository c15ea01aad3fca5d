/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a command that is not run names: scripts, modules, profiles and tests, which must exist. */
final class CommandParts {
  private static final Pattern MODULES = Pattern.compile("-pl ([\\w,/-]+)");
  private static final Pattern PROFILES = Pattern.compile(" -P([\\w,]+)");
  private static final Pattern TEST =
      Pattern.compile("-D(?:it\\.)?test='?([A-Z]\\w+)(?:#(\\w+)\\*?)?");

  private CommandParts() {}

  /** What a line names and is not there; empty when all is. */
  static List<String> missing(String line) throws IOException {
    List<String> missing = new ArrayList<>();
    String program = line.strip().split("\\s+")[0];
    if (program.isEmpty()) {
      return missing;
    }
    if (program.equals("mvn")) {
      maven(line, missing);
    } else if (!Files.isExecutable(Checkout.ROOT.resolve(program))) {
      missing.add("there is no program " + program);
    }
    return missing;
  }

  private static void maven(String line, List<String> missing) throws IOException {
    Matcher modules = MODULES.matcher(line);
    while (modules.find()) {
      for (String module : modules.group(1).split(",")) {
        if (!Files.exists(Checkout.ROOT.resolve(module).resolve("pom.xml"))) {
          missing.add("there is no module " + module);
        }
      }
    }
    String pom = Files.readString(Checkout.ROOT.resolve("pom.xml"));
    Matcher profiles = PROFILES.matcher(line);
    while (profiles.find()) {
      for (String profile : profiles.group(1).split(",")) {
        if (!pom.contains("<id>" + profile + "</id>")) {
          missing.add("there is no profile " + profile);
        }
      }
    }
    Matcher test = TEST.matcher(line);
    while (test.find()) {
      Path source = Checkout.test(test.group(1)).orElse(null);
      if (source == null) {
        missing.add("there is no test " + test.group(1));
      } else if (test.group(2) != null
          && !Files.readString(source).contains("void " + test.group(2))) {
        missing.add("there is no test " + test.group(1) + "." + test.group(2));
      }
    }
  }
}
