/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private static Page page(String... lines) {
    return Page.of(Path.of("/somewhere/page.md"), "docs/page.md", List.of(lines));
  }

  @Test
  void blocks_haveTheMarksRightAboveThem() {
    Page page =
        page(
            "Words.",
            "<!-- far away -->",
            "",
            "<!-- run: alike, exit 1 -->",
            "<!-- acl -->",
            "  ```sh",
            "  one",
            "    two",
            "  ```");

    assertThat(page.blocks())
        .containsExactly(
            new Block(
                "docs/page.md:6",
                List.of(new Mark("run", "alike, exit 1"), new Mark("acl", "")),
                List.of("one", "  two"),
                true));
    assertThat(page.mistakes()).isEmpty();
  }

  @Test
  void blocks_withoutAMarkHaveNone() {
    assertThat(page("```", "bare", "```").blocks())
        .singleElement()
        .matches(block -> block.marks().isEmpty() && block.lines().equals(List.of("bare")));
  }

  @Test
  void setup_isAScriptThatReadersDoNotSee() {
    Page page = page("<!-- setup", "touch file", "-->", "<!-- stop: cyclops -->");

    assertThat(page.blocks()).extracting(Block::fenced).containsExactly(false, false);
    assertThat(page.blocks().get(0).text()).isEqualTo("touch file\n");
    assertThat(page.blocks().get(1).mark("stop")).contains(new Mark("stop", "cyclops"));
  }

  @Test
  void mistakes_nameCodeThatNoMarkCanBelongTo() {
    assertThat(page("Words:", "", "    rm -r /").mistakes())
        .containsExactly("docs/page.md:3: code by indentation; put it between ``` and mark it");
    assertThat(page("- an item", "", "    of which this is a part").mistakes()).isEmpty();
    assertThat(page("```", "for ever").mistakes())
        .containsExactly("docs/page.md:1: the block has no end");
  }

  @Test
  void links_areThoseOutsideOfCode() {
    Page page =
        page(
            "[one](a.md#b) ![two](images/c.svg) `[three](no)` <img src=\"d.png\" alt=\"\">",
            "```",
            "[four](no)",
            "```",
            "[five]: https://example.com");

    assertThat(page.links())
        .extracting(Page.Link::target)
        .containsExactly("a.md#b", "images/c.svg", "d.png", "https://example.com");
  }

  @Test
  void anchors_areThoseOfGitHub() {
    Page page = page("# The command `spool`", "## When, and why?", "## Rights", "### Rights");

    assertThat(page.anchors())
        .containsExactlyInAnyOrder("the-command-spool", "when-and-why", "rights", "rights-1");
  }
}
