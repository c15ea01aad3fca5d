/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ProjectStats;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledProjectsTest {
  private final LabelledProjects labelled = new LabelledProjects(2);

  private static ProjectStats project(long id, long processed) {
    return new ProjectStats(id, processed, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void look_givesLabelsToThoseWithTheMostEvents() {
    assertThat(labelled.look(List.of(project(1, 5), project(2, 9), project(3, 7))))
        .containsExactly(2L, 3L);
    assertThat(labelled.isOther(1)).isTrue();
    assertThat(labelled.isOther(2)).isFalse();
  }

  @Test
  void look_neverMovesAProject() {
    labelled.look(List.of(project(1, 1), project(2, 1), project(3, 0)));

    assertThat(labelled.look(List.of(project(1, 1), project(2, 1), project(3, 900)))).isEmpty();
    assertThat(labelled.isOther(3)).isTrue();
    assertThat(labelled.isOther(1)).isFalse();
  }

  @Test
  void look_givesAFreeLabelToAProjectThatComesLater() {
    labelled.look(List.of(project(1, 1)));

    assertThat(labelled.look(List.of(project(1, 1), project(4, 1)))).containsExactly(4L);
    assertThat(labelled.look(List.of(project(1, 1), project(4, 1), project(5, 9)))).isEmpty();
  }

  @Test
  void isOther_holdsForThoseThatAreCountedTogetherAnyway() {
    assertThat(labelled.look(List.of(project(0, 50)))).isEmpty();
    assertThat(labelled.isOther(0)).isTrue();
  }

  @Test
  void isOther_doesNotHoldBeforeAProjectWasLookedAt() {
    assertThat(labelled.isOther(77)).isFalse();
  }
}
