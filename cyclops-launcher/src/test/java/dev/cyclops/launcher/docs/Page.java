/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, taken apart: its blocks, its links and what can be linked to. Knows
 * as much of Markdown as the pages use.
 */
final class Page {
  /** Marks that belong to no block. */
  private static final Set<String> ALONE = Set.of("stop");

  /** Marks that are for the whole page. */
  private static final Set<String> OF_THE_PAGE = Set.of("needs", "ports");

  private static final Pattern FENCE = Pattern.compile("( *)(```+|~~~+) *([A-Za-z0-9_-]*) *");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)(?: +#+)?");
  private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(<?([^)\\s>]+)>?\\)");
  private static final Pattern REFERENCE = Pattern.compile(" {0,3}\\[[^\\]]+\\]: +<?(\\S+?)>?");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("<(?:a|img|source)\\b[^>]*?\\b(?:href|src|srcset)=\"([^\"]+)\"");
  private static final Pattern ID = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

  /** A link and where it stands. */
  record Link(String where, String target) {}

  private final Path file;
  private final String name;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Mark> pageMarks = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Set<String> anchors = new HashSet<>();
  private final Map<String, Integer> slugs = new HashMap<>();

  private Page(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /** Reads one; it is named by its path below the root. */
  static Page read(Path root, Path file) throws IOException {
    return of(file, root.relativize(file).toString().replace('\\', '/'), Files.readAllLines(file));
  }

  static Page of(Path file, String name, List<String> lines) {
    Page page = new Page(file, name);
    page.parse(lines);
    return page;
  }

  Path file() {
    return file;
  }

  String name() {
    return name;
  }

  List<Block> blocks() {
    return blocks;
  }

  /** What {@code <!-- word: … -->} says anywhere on the page. */
  Optional<Mark> pageMark(String word) {
    return pageMarks.stream().filter(mark -> mark.word().equals(word)).findFirst();
  }

  List<Link> links() {
    return links;
  }

  Set<String> anchors() {
    return anchors;
  }

  /** What is wrong with the page itself. */
  List<String> mistakes() {
    return mistakes;
  }

  private void parse(List<String> lines) {
    List<Mark> marks = new ArrayList<>();
    boolean list = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String where = name + ":" + (i + 1);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        i = block(lines, i, fence, List.copyOf(marks));
        marks.clear();
      } else if (line.strip().equals("<!-- setup")) {
        i = setup(lines, i);
        marks.clear();
      } else if (Mark.isOne(line)) {
        mark(where, Mark.of(line), marks);
      } else {
        marks.clear();
        list =
            line.isBlank()
                ? list
                : line.matches(" *(?:[-*+]|\\d+\\.) .*") || line.startsWith(" ") && list;
        boolean apart = i > 0 && lines.get(i - 1).isBlank();
        if (line.startsWith("    ") && apart && !list) {
          mistakes.add(where + ": code by indentation; put it between ``` and mark it");
        }
        prose(where, line);
      }
    }
  }

  private void mark(String where, Mark mark, List<Mark> marks) {
    if (OF_THE_PAGE.contains(mark.word())) {
      pageMarks.add(mark);
    } else if (ALONE.contains(mark.word())) {
      blocks.add(new Block(where, List.of(mark), List.of(), false));
    } else {
      marks.add(mark);
    }
  }

  /** Answers the line of its end. */
  private int block(List<String> lines, int start, Matcher fence, List<Mark> marks) {
    int indentation = fence.group(1).length();
    String end = fence.group(2);
    List<String> content = new ArrayList<>();
    int i = start + 1;
    while (i < lines.size() && !lines.get(i).strip().equals(end)) {
      String line = lines.get(i);
      int spaces = line.length() - line.stripLeading().length();
      content.add(line.substring(Math.min(indentation, spaces)));
      i++;
    }
    if (i == lines.size()) {
      mistakes.add(name + ":" + (start + 1) + ": the block has no end");
    }
    blocks.add(new Block(name + ":" + (start + 1), marks, List.copyOf(content), true));
    return i;
  }

  private int setup(List<String> lines, int start) {
    int i = start + 1;
    List<String> content = new ArrayList<>();
    while (i < lines.size() && !lines.get(i).strip().equals("-->")) {
      content.add(lines.get(i));
      i++;
    }
    if (i == lines.size()) {
      mistakes.add(name + ":" + (start + 1) + ": the setup has no line --> at its end");
    }
    Mark mark = new Mark("setup", "");
    blocks.add(new Block(name + ":" + (start + 1), List.of(mark), List.copyOf(content), false));
    return i;
  }

  private void prose(String where, String line) {
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      String slug = slug(heading.group(1));
      int before = slugs.merge(slug, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? slug : slug + "-" + before);
    }
    collect(ID, line, target -> anchors.add(target));
    String text = line.replaceAll("``[^`]*``|`[^`]*`", "");
    collect(LINK, text, target -> links.add(new Link(where, target)));
    collect(ATTRIBUTE, text, target -> links.add(new Link(where, target)));
    Matcher reference = REFERENCE.matcher(text);
    if (reference.matches()) {
      links.add(new Link(where, reference.group(1)));
    }
  }

  private static void collect(
      Pattern pattern, String line, java.util.function.Consumer<String> target) {
    Matcher matcher = pattern.matcher(line);
    while (matcher.find()) {
      target.accept(matcher.group(1));
    }
  }

  /** The anchor that GitHub gives a heading. */
  private static String slug(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
