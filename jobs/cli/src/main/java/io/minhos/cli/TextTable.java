package io.minhos.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under headings, each column as wide as it must be; numbers to the right. */
final class TextTable {

  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<Object>> rows = new ArrayList<>();

  TextTable(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row: texts, {@link #time times} and {@link #number numbers}. */
  TextTable row(Object... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** - where it is 0, or no beginning or end is said. */
  static String time(long millis) {
    return millis == 0 || millis == Long.MIN_VALUE || millis == Long.MAX_VALUE
        ? "-"
        : Instant.ofEpochMilli(millis).toString();
  }

  /** With so many decimals, - where it is not known. */
  static Cell number(double value, int decimals) {
    return new Cell(
        Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,." + decimals + "f", value));
  }

  /** A number's text. */
  record Cell(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public String toString() {
    if (rows.isEmpty()) {
      return "none";
    }
    int[] widths =
        IntStream.range(0, headings.size())
            .map(
                i ->
                    Math.max(
                        headings.get(i).length(),
                        rows.stream().mapToInt(r -> r.get(i).toString().length()).max().orElse(0)))
            .toArray();
    StringBuilder out = new StringBuilder(line(headings, rows.get(0), widths));
    for (List<Object> row : rows) {
      out.append(System.lineSeparator()).append(line(row, row, widths));
    }
    return out.toString();
  }

  /** {@code cells}, aligned as {@code kinds} are. */
  private static String line(List<?> cells, List<Object> kinds, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            i -> {
              boolean right = kinds.get(i) instanceof Cell || kinds.get(i) instanceof Number;
              return String.format("%" + (right ? "" : "-") + widths[i] + "s", cells.get(i));
            })
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }
}
