/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static final List<String> FILE =
      List.of(
          "class A {",
          "  // tag::whole",
          "  void a() {",
          "    // tag::part",
          "    b();",
          "",
          "    c();",
          "    // end::part",
          "  }",
          "  // end::whole",
          "}");

  @Test
  void of_isMovedToTheLeft() {
    assertThat(Region.of(FILE, "part")).containsExactly("b();", "", "c();");
    assertThat(Region.of(FILE, "whole")).containsExactly("void a() {", "  b();", "", "  c();", "}");
  }

  @Test
  void of_withoutANameIsAllButTheTags() {
    assertThat(Region.of(FILE, ""))
        .containsExactly("class A {", "  void a() {", "    b();", "", "    c();", "  }", "}");
  }

  @Test
  void of_refusesWhatIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.of(FILE, "parts"))
        .withMessage("there is no tag::parts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.of(List.of("// tag::a", "b"), "a"))
        .withMessage("tag::a has no end::a");
  }
}
