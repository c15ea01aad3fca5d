/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Links within the documentation lead somewhere, and lead to every page. */
class DocumentationLinksTest {
  private static final String INDEX = "docs/README.md";

  @Test
  void links_leadSomewhere() throws Exception {
    Map<Path, Page> pages = pages();
    List<String> broken = new ArrayList<>();
    for (Page page : pages.values()) {
      for (Page.Link link : page.links()) {
        String target = link.target();
        if (isElsewhere(target)) {
          continue;
        }
        String anchor = target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
        Path file = file(page, target);
        if (!Files.exists(file)) {
          broken.add(link.where() + ": " + target + ": there is no such file");
        } else if (!file.startsWith(Checkout.ROOT)) {
          broken.add(link.where() + ": " + target + ": lies outside");
        } else if (!anchor.isEmpty()
            && pages.containsKey(file)
            && !pages.get(file).anchors().contains(anchor)) {
          broken.add(
              "%s: %s: there is no such heading; there are %s"
                  .formatted(link.where(), target, pages.get(file).anchors()));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void pages_areAllReachableFromTheIndex() throws Exception {
    Map<Path, Page> pages = pages();
    Path index = Checkout.ROOT.resolve(INDEX);
    Set<Path> reached = new LinkedHashSet<>(Set.of(index));
    Deque<Path> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      Page page = pages.get(open.remove());
      for (Page.Link link : page.links()) {
        Path file = isElsewhere(link.target()) ? index : file(page, link.target());
        if (pages.containsKey(file) && reached.add(file)) {
          open.add(file);
        }
      }
    }

    assertThat(reached)
        .as("reachable from " + INDEX)
        .containsAll(
            pages.keySet().stream()
                .filter(file -> file.startsWith(Checkout.ROOT.resolve("docs")))
                .toList());
  }

  private static boolean isElsewhere(String target) {
    return target.matches("[a-z]+:.*");
  }

  private static Path file(Page page, String target) {
    String path = target.replaceFirst("#.*", "");
    return path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
  }

  private static Map<Path, Page> pages() throws Exception {
    Map<Path, Page> pages = new LinkedHashMap<>();
    Checkout.pages().forEach(page -> pages.put(page.file(), page));
    return pages;
  }
}
