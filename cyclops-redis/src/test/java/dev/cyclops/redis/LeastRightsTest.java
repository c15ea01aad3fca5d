/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation names what the scripts call, no more and no less. */
class LeastRightsTest {
  private static final Pattern CALL = Pattern.compile("(?:call|each)\\(\\s*['\"]([A-Z]+)");

  @Test
  void commands_areThoseOfTheScripts() throws IOException {
    // To run scripts at all, and to see whether writing works.
    Set<String> called = new TreeSet<>(Set.of("eval", "evalsha", "set"));
    called.addAll(calledBy(file -> !isForMigration(file)));
    assertThat(LeastRights.commands(LeastRights.standalone())).isEqualTo(called);
  }

  @Test
  void commandsOfTheMigration_areThoseOfItsScripts() throws IOException {
    Set<String> called = calledBy(LeastRightsTest::isForMigration);
    called.removeAll(LeastRights.commands(LeastRights.standalone()));
    assertThat(LeastRights.commands(LeastRights.migration())).isNotEmpty().isEqualTo(called);
  }

  private static boolean isForMigration(Path file) {
    return file.getParent().endsWith("migrate");
  }

  private static Set<String> calledBy(Predicate<Path> which) throws IOException {
    Set<String> called = new TreeSet<>();
    for (String folder : List.of("src/main/resources", "src/main/java")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).filter(which).toList()) {
          Matcher matcher = CALL.matcher(Files.readString(file));
          while (matcher.find()) {
            called.add(matcher.group(1).toLowerCase(Locale.ROOT));
          }
        }
      }
    }
    return called;
  }
}
