/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

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
              "javax.management..",
              "javax.net.ssl..",
              "javax.security.auth.x500");

  @ArchTest
  static final ArchRule theGuardAndTheCertificatesKnowNothingOfTheRest =
      noClasses()
          .that()
          .resideInAnyPackage("dev.cyclops.undertow.wire", "dev.cyclops.undertow.tls")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cyclops", "dev.cyclops.event", "dev.cyclops.undertow");

  @ArchTest
  static final ArchRule packagesSeeOnlyThoseBelowThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("face")
          .definedBy("dev.cyclops.undertow")
          .layer("operator")
          .definedBy("dev.cyclops.undertow.operator..")
          .layer("socket")
          .definedBy("dev.cyclops.undertow.listen..")
          .layer("health")
          .definedBy("dev.cyclops.undertow.health..")
          .layer("JMX")
          .definedBy("dev.cyclops.undertow.jmx..")
          .layer("HTTP/2")
          .definedBy("dev.cyclops.undertow.http2..")
          .layer("certificates")
          .definedBy("dev.cyclops.undertow.tls..")
          .layer("guard")
          .definedBy("dev.cyclops.undertow.wire..")
          .layer("sender")
          .definedBy("dev.cyclops.undertow.send..")
          .layer("pass-through")
          .definedBy("dev.cyclops.undertow.pass..")
          .layer("connections")
          .definedBy("dev.cyclops.undertow.connect..")
          .layer("addresses")
          .definedBy("dev.cyclops.undertow.forwarded..")
          .whereLayer("face")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("operator")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("socket")
          .mayOnlyBeAccessedByLayers("face", "operator")
          .whereLayer("health")
          .mayOnlyBeAccessedByLayers("face", "operator")
          .whereLayer("JMX")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("HTTP/2")
          .mayOnlyBeAccessedByLayers("face", "socket")
          .whereLayer("certificates")
          .mayOnlyBeAccessedByLayers("face", "socket")
          .whereLayer("guard")
          .mayOnlyBeAccessedByLayers("face", "operator", "socket", "HTTP/2", "pass-through")
          .whereLayer("sender")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("pass-through")
          .mayOnlyBeAccessedByLayers("face")
          .whereLayer("connections")
          .mayOnlyBeAccessedByLayers("sender", "pass-through")
          .whereLayer("addresses")
          .mayOnlyBeAccessedByLayers("face");

  @ArchTest
  static final ArchRule neverSleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
