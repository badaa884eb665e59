package io.minhos.trading.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * What a day, month or year did to equity. A period without a valuation has none; its change falls
 * in the next that has one.
 *
 * @param start its first day, UTC
 * @param before equity at the end of the period before
 * @param after equity at its own end
 */
record PeriodReturn(LocalDate start, double before, double after) {

  /** after / before − 1, NaN if there was nothing before. */
  double value() {
    return before > 0 ? after / before - 1 : Double.NaN;
  }

  /**
   * The returns of consecutive periods.
   *
   * @param first equity before the first period
   * @param closes the last equity of each day
   * @param startOf the first day of the period that a day is in
   */
  static List<PeriodReturn> of(
      double first, SortedMap<LocalDate, Double> closes, UnaryOperator<LocalDate> startOf) {
    List<PeriodReturn> returns = new ArrayList<>();
    closes.forEach(
        (day, equity) -> {
          LocalDate start = startOf.apply(day);
          int last = returns.size() - 1;
          if (last >= 0 && returns.get(last).start.equals(start)) {
            returns.set(last, new PeriodReturn(start, returns.get(last).before, equity));
          } else {
            returns.add(
                new PeriodReturn(start, last < 0 ? first : returns.get(last).after, equity));
          }
        });
    return returns;
  }
}
