/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.cyclops");

  @Test
  void core_isSeenWhole() {
    assertThat(CORE.stream().map(type -> type.getPackageName()).distinct())
        .contains(
            "dev.cyclops",
            "dev.cyclops.auth",
            "dev.cyclops.codec",
            "dev.cyclops.delivery",
            "dev.cyclops.event",
            "dev.cyclops.file",
            "dev.cyclops.filter",
            "dev.cyclops.filter.grouping",
            "dev.cyclops.filter.limit",
            "dev.cyclops.payload",
            "dev.cyclops.plugin",
            "dev.cyclops.send",
            "dev.cyclops.storage",
            "dev.cyclops.trace");
    assertThat(CORE.contain(CyclopsBuilder.class)).isTrue();
    assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void core_needsTheJdkAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("dev.cyclops..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.cyclops..", "java..", "javax.net.ssl", "org.jspecify.annotations"))
        .check(CORE);
  }

  @Test
  void module_requiresBaseHttpAndAnnotationsOnly() throws Exception {
    Set<String> required =
        module().requires().stream()
            .map(ModuleDescriptor.Requires::name)
            .collect(Collectors.toSet());

    assertThat(required).containsExactlyInAnyOrder("java.base", "java.net.http", "org.jspecify");
  }

  private static ModuleDescriptor module() throws Exception {
    URI classes = Cyclops.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (var in = classes.resolve("module-info.class").toURL().openStream()) {
      return ModuleDescriptor.read(in);
    }
  }

  @Test
  void keys_areComparedInConstantTime() {
    noClasses()
        .that()
        .haveNameMatching("dev.cyclops.auth.(ProjectKeys|KeySegment|KeyText|KeyHash)(\\$.*)?")
        .should()
        .accessTargetWhere(nameMatching("equals|equalsIgnoreCase|compareTo|mismatch|compare"))
        .because("where two texts differ must not be told by the time it takes to see it")
        .check(CORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "filter", "storage", "send"})
  void station_seesOnlyItselfAndTheValues(String station) {
    classes()
        .that()
        .resideInAPackage("dev.cyclops." + station + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.cyclops.."))
                .or(
                    resideInAnyPackage(
                        "dev.cyclops." + station + "..",
                        "dev.cyclops.event",
                        "dev.cyclops.file",
                        "dev.cyclops.payload")))
        .check(CORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grouping", "limit"})
  void partOfTheFilter_knowsNothingOfTheRestAndIsSeenByItAlone(String part) throws Exception {
    String name = "dev.cyclops.filter." + part;
    classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.cyclops.."))
                .or(
                    resideInAnyPackage(
                        name, "dev.cyclops.event", "dev.cyclops.file", "dev.cyclops.payload")))
        .check(CORE);
    classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(name, "dev.cyclops.filter")
        .check(CORE);
    assertThat(module().exports())
        .extracting(ModuleDescriptor.Exports::source)
        .doesNotContain(name);
  }

  @Test
  void sendingLoop_seesTheStationsBehindTheQueueOnly() {
    classes()
        .that()
        .resideInAPackage("dev.cyclops.delivery")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.cyclops.."))
                .or(
                    resideInAnyPackage(
                        "dev.cyclops.delivery",
                        "dev.cyclops.storage",
                        "dev.cyclops.send",
                        "dev.cyclops.event",
                        "dev.cyclops.trace",
                        "dev.cyclops.payload")))
        .check(CORE);
  }

  @Test
  void values_seeNothingElse() {
    classes()
        .that()
        .resideInAPackage("dev.cyclops.event")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.cyclops..")).or(resideInAPackage("dev.cyclops.event")))
        .check(CORE);
    classes()
        .that()
        .resideInAPackage("dev.cyclops.payload")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.cyclops.."))
                .or(
                    resideInAnyPackage(
                        "dev.cyclops.codec", "dev.cyclops.event", "dev.cyclops.payload")))
        .check(CORE);
    classes()
        .that()
        .resideInAPackage("dev.cyclops.codec")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.cyclops..")).or(resideInAnyPackage("dev.cyclops.codec")))
        .check(CORE);
    classes()
        .that()
        .resideInAPackage("dev.cyclops.trace")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.cyclops.."))
                .or(resideInAnyPackage("dev.cyclops.event", "dev.cyclops.trace")))
        .check(CORE);
    classes()
        .that()
        .resideInAPackage("dev.cyclops.file")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.cyclops..")).or(resideInAPackage("dev.cyclops.file")))
        .check(CORE);
  }

  @Test
  void names_tellWhatATypeIs() {
    noClasses()
        .should()
        .haveNameMatching(".*\\.(util|utils|impl|model|common|helper)\\..*")
        .check(CORE);
    noClasses().should().haveNameMatching(".*(Utils?|Impl|Helper)$").check(CORE);
    noClasses().should().haveNameMatching(".*[.$]I[A-Z][a-z][^.$]*$").check(CORE);
  }

  @Test
  void logging_goesThroughTheSystemLogger() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.slf4j.."))
        .check(CORE);
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CORE);
  }
}
