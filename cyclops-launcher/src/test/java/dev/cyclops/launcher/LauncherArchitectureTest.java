/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.cyclops.launcher.config.Settings;
import dev.cyclops.redis.Address;
import dev.cyclops.redis.RedisUrl;
import dev.cyclops.spool.Durability;
import dev.cyclops.undertow.forwarded.TrustedProxies;
import dev.cyclops.undertow.pass.PassThroughPaths;

@AnalyzeClasses(packages = "dev.cyclops", importOptions = DoNotIncludeTests.class)
class LauncherArchitectureTest {
  @ArchTest
  static final ArchRule nobodySeesTheLauncher =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cyclops.launcher..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.cyclops.launcher..");

  @ArchTest
  static final ArchRule configurationKnowsNothingOfTheServer =
      noClasses()
          .that()
          .resideInAPackage("dev.cyclops.launcher.config..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "dev.cyclops.undertow..",
                      "dev.cyclops.jdbc..",
                      "dev.cyclops.redis..",
                      "dev.cyclops.spool..",
                      "io.undertow..",
                      "picocli..",
                      "io.sentry..")
                  // Values that a text is read as, like SentryUrl.
                  .and(
                      not(
                          belongToAnyOf(
                              TrustedProxies.class,
                              PassThroughPaths.class,
                              RedisUrl.class,
                              Durability.class,
                              Address.class))));

  @ArchTest
  static final ArchRule sdkIsForTheDemoOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cyclops.launcher.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.sentry..");

  /** Loaded with the first scrape and not before: a start has no time for it. */
  @ArchTest
  static final ArchRule micrometerIsForTheMetricsPageOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.cyclops.launcher.metrics..", "dev.cyclops.micrometer..")
          .and()
          .doNotHaveSimpleName("MetricsWiring")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  /** The keys of a topic that Settings does not list would be unknown in every configuration. */
  @ArchTest
  static final ArchRule everyTopicOfSettingsIsListed =
      classes()
          .that(describe("hold a topic of settings", LauncherArchitectureTest::holdsTopic))
          .should(be(describe("listed in Settings", LauncherArchitectureTest::isListed)));

  private static boolean holdsTopic(JavaClass type) {
    return type.getFields().stream()
        .anyMatch(field -> field.getRawType().getSimpleName().equals("Topic"));
  }

  private static boolean isListed(JavaClass type) {
    return type.getAccessesToSelf().stream()
        .anyMatch(access -> access.getOriginOwner().isEquivalentTo(Settings.class));
  }

  @ArchTest
  static final ArchRule adaptersNeverSeeEachOther =
      slices()
          .matching("dev.cyclops.(codecs|undertow|jdbc|redis|spool|micrometer|testkit)..")
          .should()
          .notDependOnEachOther();
}
