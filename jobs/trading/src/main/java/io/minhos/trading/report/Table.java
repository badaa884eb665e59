package io.minhos.trading.report;

/**
 * A table: the first column names the row, the others are figures. Rows are written as they come.
 */
final class Table {

  private final Markup out;

  /** Starts a table under {@code columns}. */
  static Table of(Markup out, String... columns) {
    out.open("div", "class", "wide").open("table").open("thead").open("tr");
    for (String column : columns) {
      out.leaf("th", column, "scope", "col");
    }
    out.close().close().open("tbody");
    return new Table(out);
  }

  private Table(Markup out) {
    this.out = out;
  }

  Table row(String name, String... figures) {
    return styled("", name, figures);
  }

  /** The row that the others add up to. */
  Table total(String name, String... figures) {
    return styled("total", name, figures);
  }

  /** A row with a bar whose length is {@code part} of the column, in [0, 1]. */
  Table bar(String name, double part, String... figures) {
    start("", name, figures);
    out.open("td", "class", "bar");
    out.leaf("span", "", "style", "width:" + Figures.format("%.1f", 100 * part) + "%");
    out.close().close();
    return this;
  }

  void end() {
    out.close().close().close();
  }

  private Table styled(String style, String name, String... figures) {
    start(style, name, figures);
    out.close();
    return this;
  }

  private void start(String style, String name, String... figures) {
    if (style.isEmpty()) {
      out.open("tr");
    } else {
      out.open("tr", "class", style);
    }
    out.leaf("th", name, "scope", "row");
    for (String figure : figures) {
      out.leaf("td", figure);
    }
  }
}
