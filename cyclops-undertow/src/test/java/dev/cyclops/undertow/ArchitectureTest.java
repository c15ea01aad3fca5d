/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.cyclops.undertow", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule dependsOnCoreUndertowGsonSlf4jAndTheJdkOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.cyclops",
              "dev.cyclops.event",
              "dev.cyclops.send",
              "dev.cyclops.storage",
              "dev.cyclops.undertow..",
              "io.undertow..",
              "org.xnio..",
              "com.google.gson..",
              "org.slf4j..",
              "org.jspecify..",
              "java..",
              "javax.net.ssl..");

  @ArchTest
  static final ArchRule theGuardKnowsNothingOfTheRest =
      noClasses()
          .that()
          .resideInAPackage("dev.cyclops.undertow.wire")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cyclops", "dev.cyclops.event", "dev.cyclops.undertow");

  @ArchTest
  static final ArchRule theFaceAndTheSenderDoNotSeeEachOther =
      slices()
          .matching("dev.cyclops.(undertow..)")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(alwaysTrue(), resideInAPackage("dev.cyclops.undertow.wire"));

  @ArchTest
  static final ArchRule neverSleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
