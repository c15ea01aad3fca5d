/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Ports, each of them once, in the order in which they were named: {@code 9000}, {@code 9000-9004}
 * or {@code 9000-9004,9020}.
 *
 * @param ports 1 to 65535 each
 */
record PortRange(List<Integer> ports) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  /** Reads them on the command line. */
  static final class Converter implements ITypeConverter<PortRange> {
    @Override
    public PortRange convert(String text) {
      return new PortRange(
          Stream.of(text.split(",", -1)).flatMap(Converter::range).distinct().toList());
    }

    private static Stream<Integer> range(String text) {
      Matcher form = FORM.matcher(text.strip());
      if (form.matches()) {
        int first = Integer.parseInt(form.group(1));
        int last = form.group(2) == null ? first : Integer.parseInt(form.group(2));
        if (first >= 1 && first <= last && last <= 65535) {
          return IntStream.rangeClosed(first, last).boxed();
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is no port and no range of ports such as 9000-9004");
    }
  }
}
