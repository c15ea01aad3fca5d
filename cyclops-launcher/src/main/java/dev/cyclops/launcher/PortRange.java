/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One port or several in a row: {@code 9000} or {@code 9000-9004}.
 *
 * @param first the lowest, from 1
 * @param last the highest, up to 65535
 */
record PortRange(int first, int last) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  List<Integer> ports() {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  /** Reads a range on the command line. */
  static final class Converter implements ITypeConverter<PortRange> {
    @Override
    public PortRange convert(String text) {
      Matcher form = FORM.matcher(text.strip());
      if (form.matches()) {
        int first = Integer.parseInt(form.group(1));
        int last = form.group(2) == null ? first : Integer.parseInt(form.group(2));
        if (first >= 1 && first <= last && last <= 65535) {
          return new PortRange(first, last);
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is no port and no range of ports such as 9000-9004");
    }
  }
}
