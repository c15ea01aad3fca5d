/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.cyclops.jdbc", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule dependsOnKeysDbcpSlf4jAndTheJdkOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.cyclops.auth",
              "dev.cyclops.file",
              "dev.cyclops.jdbc",
              "org.apache.commons.dbcp2",
              "org.apache.commons.pool2..",
              "org.slf4j",
              "org.jspecify..",
              "java..",
              "javax.net.ssl");

  @ArchTest
  static final ArchRule neverSleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
