/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.cyclops.micrometer", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule dependsOnCoreMicrometerAndTheJdkOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.cyclops",
              "dev.cyclops.auth",
              "dev.cyclops.event",
              "dev.cyclops.send",
              "dev.cyclops.storage",
              "dev.cyclops.micrometer",
              "io.micrometer.core.instrument..",
              "org.jspecify..",
              "java..");

  /** It is at the start of every launcher, and Micrometer is to be loaded with the first scrape. */
  @ArchTest
  static final ArchRule theRecorderNeedsNoMicrometer =
      classes()
          .that()
          .haveSimpleName("CyclopsRecorder")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.cyclops", "dev.cyclops.event", "dev.cyclops.send", "java..");
}
