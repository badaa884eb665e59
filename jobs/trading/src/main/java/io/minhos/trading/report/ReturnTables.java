package io.minhos.trading.report;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Returns by month, a year a row; by day where a run is shorter than two months. */
final class ReturnTables {

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  /** Shades of a gain or loss, from faint to full. */
  private static final int SHADES = 4;

  private ReturnTables() {}

  static void write(Markup out, EquityHistory history) {
    LocalDate first = history.closes().firstKey();
    LocalDate last = history.closes().lastKey();
    boolean byDay = last.isBefore(first.plusMonths(2));
    out.open("section").leaf("h2", byDay ? "Returns by day" : "Returns by month");
    if (byDay) {
      days(out, PeriodReturn.of(history.start(), history.closes(), day -> day));
    } else {
      months(
          out,
          PeriodReturn.of(history.start(), history.closes(), day -> day.withDayOfMonth(1)),
          PeriodReturn.of(history.start(), history.closes(), day -> day.withDayOfYear(1)));
    }
    out.close();
  }

  private static void days(Markup out, List<PeriodReturn> days) {
    double greatest = greatest(days);
    header(out, List.of("Day (UTC)", "Return", "Change", "Equity at its end"));
    for (PeriodReturn day : days) {
      out.open("tr").leaf("th", day.start().toString(), "scope", "row");
      cell(out, Figures.percentChange(day.value()), day, greatest);
      out.leaf("td", Figures.change(day.after() - day.before()))
          .leaf("td", Figures.money(day.after()))
          .close();
    }
    out.close().close().close();
  }

  private static void months(Markup out, List<PeriodReturn> months, List<PeriodReturn> years) {
    Map<LocalDate, PeriodReturn> byStart = new HashMap<>();
    months.forEach(month -> byStart.put(month.start(), month));
    double greatest = greatest(months);
    out.leaf("p", "Percent of the equity at the end of the month before.", "class", "note");
    header(out, List.of("Year"), MONTHS, List.of("Year"));
    for (PeriodReturn year : years) {
      out.open("tr").leaf("th", String.valueOf(year.start().getYear()), "scope", "row");
      for (int month = 1; month <= MONTHS.size(); month++) {
        PeriodReturn value = byStart.get(year.start().withMonth(month));
        if (value == null) {
          out.leaf("td", "");
        } else {
          cell(out, Figures.format("%+,.2f", 100 * value.value()), value, greatest);
        }
      }
      out.leaf("td", Figures.format("%+,.2f", 100 * year.value()), "class", "sum").close();
    }
    out.close().close().close();
  }

  @SafeVarargs
  private static void header(Markup out, List<String>... columns) {
    out.open("div", "class", "wide").open("table").open("thead").open("tr");
    for (List<String> group : columns) {
      group.forEach(column -> out.leaf("th", column, "scope", "col"));
    }
    out.close().close().open("tbody");
  }

  private static void cell(Markup out, String text, PeriodReturn period, double greatest) {
    double part = greatest > 0 ? Math.abs(period.value()) / greatest : 0;
    int shade = Double.isNaN(part) ? 0 : (int) Math.ceil(SHADES * part);
    if (shade == 0) {
      out.leaf("td", text);
    } else {
      out.leaf("td", text, "class", (period.value() > 0 ? "gain" : "loss") + shade);
    }
  }

  private static double greatest(List<PeriodReturn> periods) {
    return periods.stream()
        .mapToDouble(PeriodReturn::value)
        .filter(Double::isFinite)
        .map(Math::abs)
        .max()
        .orElse(0);
  }
}
