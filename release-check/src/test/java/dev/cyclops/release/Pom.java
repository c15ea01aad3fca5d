/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A POM as it was published. */
final class Pom {
  private final Element project;

  private Pom(Document document) {
    project = document.getDocumentElement();
  }

  static Pom read(Path file) throws IOException {
    try {
      return new Pom(
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file.toString(), e);
    }
  }

  static Pom of(String module) throws IOException {
    return read(Rehearsal.file(module, ".pom"));
  }

  /**
   * The elements at a path below the project.
   *
   * @param path names of elements, for example {@code licenses}, {@code license}
   */
  List<Element> elements(String... path) {
    List<Element> found = List.of(project);
    for (String name : path) {
      found = found.stream().flatMap(element -> children(element, name).stream()).toList();
    }
    return found;
  }

  /** The words of the elements at a path, as {@link #elements} finds them. */
  List<String> texts(String... path) {
    return elements(path).stream().map(element -> element.getTextContent().strip()).toList();
  }

  /** The words of an element within one that {@link #elements} has found; empty without one. */
  static String text(Element element, String name) {
    return children(element, name).stream().map(Node::getTextContent).findFirst().orElse("");
  }

  private static List<Element> children(Element parent, String name) {
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(parent.getChildNodes()::item)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast)
        .toList();
  }
}
